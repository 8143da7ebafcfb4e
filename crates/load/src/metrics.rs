/// The sum of a metric's samples that have the label, in Prometheus' text form; `label` is written
/// as there, such as `state="ready"`, and empty for every sample. `None` if there is no sample.
pub fn sum_of(text: &str, name: &str, label: &str) -> Option<f64> {
    let sample = |line: &str| {
        let rest = line.strip_prefix(name)?;
        let (labels, value) = match rest.strip_prefix('{') {
            Some(rest) => rest.split_once('}')?,
            None => ("", rest.strip_prefix(' ')?),
        };
        let has_label = label.is_empty() || labels.split(',').any(|it| it == label);
        has_label.then(|| value.trim().parse::<f64>().ok())?
    };
    text.lines().filter_map(sample).reduce(|sum, it| sum + it)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_of_one_name_and_label_are_added() {
        let text = "# TYPE s gauge\ns{state=\"ready\",region=\"a\"} 2\ns{state=\"ready\",region=\"b\"} 3\n\
                    s{state=\"starting\"} 5\ns_total 9\n";
        assert_eq!(sum_of(text, "s", "state=\"ready\""), Some(5.0));
        assert_eq!(sum_of(text, "s", ""), Some(10.0));
        assert_eq!(sum_of(text, "s_total", ""), Some(9.0));
        assert_eq!(sum_of(text, "t", ""), None);
    }
}
