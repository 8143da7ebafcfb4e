//! A graph of the last minute.

use remote_rendering_page::texts::{FluentValue, Texts};
use yew::prelude::*;

use crate::{
    graph::{HEIGHT, WIDTH, line, range},
    words::Words,
};

/// A graph of what a message names: a value a second, in words by `in_words`. Who cannot see it is told the least, the middle
/// and the greatest.
pub fn graph(
    texts: &Texts,
    name: &'static str,
    values: &[Option<f64>],
    in_words: impl Fn(f64) -> Words,
) -> Html {
    let line = line(values);
    let words = |value| FluentValue::Text(in_words(value).text(texts));
    let name = FluentValue::Text(texts.text(name));
    let label = match range(values) {
        Some(range) => texts.format(
            "graph-label",
            &[
                ("name", name.clone()),
                ("low", words(range.low)),
                ("middle", words(range.middle)),
                ("high", words(range.high)),
            ],
        ),
        None => texts.format("graph-empty", &[("name", name.clone())]),
    };
    let view_box = format!("0 0 {WIDTH} {HEIGHT}");
    html! {
        <figure>
            <figcaption>
                { texts.format("graph-title", &[("name", name)]) }
                <span>{ in_words(line.top).text(texts) }</span>
            </figcaption>
            <svg viewBox={view_box} preserveAspectRatio="none" role="img" aria-label={label}>
                <path d={line.path} />
            </svg>
        </figure>
    }
}
