//! Finding a model among those that can be loaded.

use remote_rendering_page::texts::{Texts, lower_case};
use remote_rendering_protocol::device::{Available, ModelInfo, ModelSource};

use crate::words::Words;

/// Beyond so many there is a search.
pub const SEARCHED_BEYOND: usize = 10;

/// The most that are listed at once: more would hide the search's use.
pub const LISTED: usize = 100;

/// Those that a search finds by their names in a language, samples first, and how many more there are.
pub fn found<'a>(
    texts: &Texts,
    available: &'a [Available],
    search: &str,
) -> (Vec<&'a Available>, usize) {
    let words: Vec<String> = lower_case(search)
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    let fits = |it: &&Available| {
        let name = lower_case(&title(&it.source).text(texts));
        words.iter().all(|word| name.contains(word))
    };
    let is_sample = |it: &&Available| matches!(it.source, ModelSource::Sample(_));
    let (mut found, files): (Vec<_>, Vec<_>) = available.iter().filter(fits).partition(is_sample);
    found.extend(files);
    let more = found.len().saturating_sub(LISTED);
    found.truncate(LISTED);
    (found, more)
}

/// What a person calls a source: a sample by its name in their language, a file by its folder and path, an address by the last
/// part of its path.
pub fn title(source: &ModelSource) -> Words {
    match source {
        ModelSource::Sample(name) => sample(name),
        ModelSource::File(path) => Words::plain(path.clone()),
        ModelSource::Upload(_) | ModelSource::Address(_) => Words::plain(source.file_name()),
    }
}

/// What a person calls a model in the scene.
pub fn name(model: &ModelInfo) -> Words {
    match &model.source {
        ModelSource::Sample(name) => sample(name),
        _ => Words::plain(model.name.clone()),
    }
}

/// One that a newer host has shows its own name.
fn sample(name: &str) -> Words {
    Words::of(match name {
        "gears" => "sample-gears",
        "materials" => "sample-materials",
        "terrain" => "sample-terrain",
        "terrain-million" => "sample-terrain-million",
        "alpha" => "sample-alpha",
        "windmill" => "sample-windmill",
        other => return Words::plain(other.replace('-', " ")),
    })
}

#[cfg(test)]
mod tests {
    use remote_rendering_page::texts::Language;

    use super::*;
    use crate::texts_tests::texts;

    fn available(sources: &[&str]) -> Vec<Available> {
        let source = |text: &&str| Available {
            source: text.parse().unwrap(),
            bytes: None,
        };
        sources.iter().map(source).collect()
    }

    fn names(language: Language, available: &[Available], search: &str) -> Vec<String> {
        let texts = texts(language);
        let (found, _) = found(&texts, available, search);
        let name = |it: &&Available| title(&it.source).text(&texts).to_string();
        found.iter().map(name).collect()
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
            let found = names(Language::English, &all, search);
            assert_eq!(found, expected, "{search:?}");
        }
    }

    #[test]
    fn a_sample_is_called_and_found_by_its_name_in_the_page_s_language() {
        let all = available(&["sample:gears", "sample:of-tomorrow", "file:a/gears.glb"]);
        assert_eq!(
            names(Language::Russian, &all, ""),
            ["Шестерни", "of tomorrow", "a/gears.glb"]
        );
        assert_eq!(names(Language::Russian, &all, "шест"), ["Шестерни"]);
        assert_eq!(names(Language::Russian, &all, "gears"), ["a/gears.glb"]);
    }

    #[test]
    fn a_long_list_is_cut_and_says_by_how_much() {
        let sources: Vec<String> = (0..LISTED + 7).map(|n| format!("file:a/{n}.glb")).collect();
        let sources: Vec<&str> = sources.iter().map(String::as_str).collect();
        let (all, texts) = (available(&sources), texts(Language::English));
        let (listed, more) = found(&texts, &all, "");
        assert_eq!((listed.len(), more), (LISTED, 7));
        let (listed, more) = found(&texts, &all, "/10");
        assert_eq!((listed.len(), more), (8, 0));
    }
}
