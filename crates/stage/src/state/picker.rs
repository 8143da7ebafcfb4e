//! Finding a model among those that can be loaded.

use remote_rendering_page::texts::lower_case;
use remote_rendering_protocol::device::{Available, ModelSource};

/// Beyond so many there is a search.
pub const SEARCHED_BEYOND: usize = 10;

/// The most that are listed at once: more would hide the search's use.
pub const LISTED: usize = 100;

/// Those that a search finds, samples first, and how many more there are.
pub fn found<'a>(available: &'a [Available], search: &str) -> (Vec<&'a Available>, usize) {
    let words: Vec<String> = lower_case(search)
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    let fits = |it: &&Available| {
        let name = lower_case(&title(&it.source));
        words.iter().all(|word| name.contains(word))
    };
    let is_sample = |it: &&Available| matches!(it.source, ModelSource::Sample(_));
    let (mut found, files): (Vec<_>, Vec<_>) = available.iter().filter(fits).partition(is_sample);
    found.extend(files);
    let more = found.len().saturating_sub(LISTED);
    found.truncate(LISTED);
    (found, more)
}

/// What a person calls a source: a sample by its name, a file by its folder and path.
pub fn title(source: &ModelSource) -> String {
    match source {
        ModelSource::Sample(name) => name.replace('-', " "),
        ModelSource::File(path) => path.clone(),
        ModelSource::Upload(_) | ModelSource::Address(_) => source.file_name(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn available(sources: &[&str]) -> Vec<Available> {
        let source = |text: &&str| Available {
            source: text.parse().unwrap(),
            bytes: None,
        };
        sources.iter().map(source).collect()
    }

    fn names(available: &[Available], search: &str) -> Vec<String> {
        let (found, _) = found(available, search);
        found.iter().map(|it| title(&it.source)).collect()
    }

    #[test]
    fn every_word_of_a_search_is_in_the_name_whatever_its_case() {
        let all = available(&[
            "file:cars/Coupé.glb",
            "file:cars/van.glb",
            "sample:gear-train",
        ]);
        for (search, expected) in [
            ("", &["gear train", "cars/Coupé.glb", "cars/van.glb"][..]),
            ("  ", &["gear train", "cars/Coupé.glb", "cars/van.glb"]),
            ("CARS", &["cars/Coupé.glb", "cars/van.glb"]),
            ("COUPÉ", &["cars/Coupé.glb"]),
            ("van cars", &["cars/van.glb"]),
            ("train", &["gear train"]),
            ("lorry", &[]),
        ] {
            assert_eq!(names(&all, search), expected, "{search:?}");
        }
    }

    #[test]
    fn a_long_list_is_cut_and_says_by_how_much() {
        let texts: Vec<String> = (0..LISTED + 7).map(|n| format!("file:a/{n}.glb")).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let all = available(&texts);
        let (listed, more) = found(&all, "");
        assert_eq!((listed.len(), more), (LISTED, 7));
        let (listed, more) = found(&all, "/10");
        assert_eq!((listed.len(), more), (8, 0));
    }
}
