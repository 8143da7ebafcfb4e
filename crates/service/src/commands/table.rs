use std::fmt;

/// Columns for people, each as wide as it must be. What reads as a number stands at the right.
#[derive(Clone, Debug)]
pub(crate) struct Table<const COLUMNS: usize> {
    rows: Vec<[String; COLUMNS]>,
}

impl<const COLUMNS: usize> Table<COLUMNS> {
    pub(crate) fn new(heads: [&str; COLUMNS]) -> Self {
        Self {
            rows: vec![heads.map(str::to_owned)],
        }
    }

    pub(crate) fn push(&mut self, row: [String; COLUMNS]) {
        self.rows.push(row);
    }

    /// The longest cell of each column, and whether its cells are numbers, all of them: a name may be one by chance.
    fn columns(&self) -> [(usize, bool); COLUMNS] {
        let mut columns = [(0, true); COLUMNS];
        for (number, row) in self.rows.iter().enumerate() {
            for ((width, numbers), cell) in columns.iter_mut().zip(row) {
                *width = (*width).max(cell.chars().count());
                *numbers &= number == 0 || is_number(cell);
            }
        }
        columns
    }
}

/// Whether a cell reads as a number: it begins with one, such as `9 ms`, or stands for one that is not known.
fn is_number(cell: &str) -> bool {
    let begin = cell.split_whitespace().next().unwrap_or("-");
    begin == "-" || begin.parse::<f64>().is_ok()
}

impl<const COLUMNS: usize> fmt::Display for Table<COLUMNS> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let columns = self.columns();
        for row in &self.rows {
            let mut line = String::new();
            for ((width, numbers), cell) in columns.iter().zip(row) {
                let gap = " ".repeat(width.saturating_sub(cell.chars().count()));
                let (left, right) = if *numbers {
                    (gap.as_str(), "")
                } else {
                    ("", gap.as_str())
                };
                line.extend([left, cell, right, "  "]);
            }
            writeln!(f, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_they_must_be_and_numbers_stand_at_the_right() {
        let mut table = Table::new(["NAME", "TIME", "STATE"]);
        table.push(["a".to_owned(), "9 ms".to_owned(), "nearest".to_owned()]);
        table.push(["long name".to_owned(), "120 ms".to_owned(), String::new()]);
        let expected = "NAME         TIME  STATE\n\
                        a            9 ms  nearest\n\
                        long name  120 ms\n";
        assert_eq!(table.to_string(), expected);
    }

    #[test]
    fn names_stand_at_the_left_even_if_they_begin_with_a_digit() {
        let mut table = Table::new(["NAME", "HOST"]);
        table.push(["1".to_owned(), "1-a.example.org".to_owned()]);
        table.push(["second".to_owned(), "2.example.org".to_owned()]);
        let expected = "NAME    HOST\n\
                        1       1-a.example.org\n\
                        second  2.example.org\n";
        assert_eq!(table.to_string(), expected);
    }
}
