//! The figures: how fast and how good what the person sees is.

use remote_rendering_page::texts::Texts;
use remote_rendering_protocol::device::Transport;
use remote_rendering_viewer::Statistics;
use yew::prelude::*;

use super::graph::graph;
use crate::words::{Words, bit_rate, count, figure};

/// The figures, as a table and two graphs.
pub fn figures(texts: &Texts, statistics: &Statistics) -> Html {
    let rows = rows(statistics).into_iter().map(|(name, value)| {
        let value = value.map_or_else(|| AttrValue::from("–"), |value| value.text(texts));
        html! { <tr><th scope="row">{ texts.text(name) }</th><td>{ value }</td></tr> }
    });
    let history = &statistics.history;
    let latency: Vec<_> = history
        .iter()
        .map(|it| it.camera_to_pixels_ms.map(f64::from))
        .collect();
    let bits: Vec<_> = history
        .iter()
        .map(|it| Some(f64::from(it.bit_rate)))
        .collect();
    html! {
        <section class="figures" tabindex="0" aria-label={texts.text("figures")}>
            { graph(texts, "figures-latency", &latency, milliseconds) }
            { graph(texts, "figures-bit-rate", &bits, bit_rate) }
            <table>
                <caption>{ texts.text("figures") }</caption>
                <tbody>{ for rows }</tbody>
            </table>
        </section>
    }
}

fn milliseconds(value: f64) -> Words {
    Words::of("milliseconds").with("number", figure(value))
}

/// The rows: a message that names it, and its value where it is known.
fn rows(it: &Statistics) -> [(&'static str, Option<Words>); 14] {
    let ms = |value: Option<f32>| value.map(|value| milliseconds(value.into()));
    let text = |value: &str| Words::plain(value.to_owned());
    let latency = it.camera_to_pixels_p50_ms.map(|middle| {
        let newest = it.camera_to_pixels_ms.unwrap_or(middle);
        Words::of("figures-latency-value")
            .with("middle", figure(middle.into()))
            .with("newest", figure(newest.into()))
    });
    let size = (it.width > 0).then(|| {
        // As texts: they are no quantities whose thousands are grouped.
        text(&format!("{} × {}", it.width, it.height))
    });
    let transport = it.transport.as_ref().map(|transport| match transport {
        Transport::WebRtc => text("WebRTC"),
        Transport::WebSocket => text("WebSocket"),
        Transport::Other(other) => text(other),
    });
    [
        ("figures-latency", latency),
        (
            "figures-frames",
            Some(Words::of("figures-number").with("number", figure(it.frames_per_second.into()))),
        ),
        ("figures-bit-rate", Some(bit_rate(it.bit_rate.into()))),
        (
            "figures-loss",
            it.loss
                .map(|loss| Words::of("percent").with("number", figure(f64::from(loss) * 100.0))),
        ),
        ("figures-round-trip", ms(it.round_trip_ms)),
        ("figures-render", ms(it.render_ms)),
        ("figures-encode", ms(it.encode_ms)),
        ("figures-decode", ms(it.decode_ms)),
        ("figures-size", size),
        (
            "figures-triangles",
            Some(count(it.triangles, "figures-number")),
        ),
        ("figures-codec", it.codec.as_deref().map(text)),
        ("figures-transport", transport),
        (
            "figures-dropped",
            Some(Words::of("figures-number").with("number", it.dropped)),
        ),
        (
            "figures-renderer",
            (!it.renderer.is_empty()).then(|| text(&it.renderer)),
        ),
    ]
}
