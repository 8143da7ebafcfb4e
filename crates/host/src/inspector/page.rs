//! The page itself: a table for each part of the host.

use std::fmt::Write as _;

use crate::status::Snapshot;

/// A row: what it is, and its value.
type Row = (String, String);

/// The page as HTML. It asks for itself again every two seconds.
pub(super) fn page(status: &Snapshot) -> String {
    let mut page = String::from(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"refresh\" content=\"2\">\n<title>Rendering host</title>\n\
         <link rel=\"stylesheet\" href=\"inspector.css\">\n</head>\n<body>\n<main>\n\
         <h1>Rendering host</h1>\n<p>This page shows the host every two seconds. \
         <a href=\"status\">The same as JSON</a></p>\n",
    );
    table(&mut page, "Session", &session(status));
    table(&mut page, "Device", &device(status));
    table(&mut page, "Pictures", &pictures(status));
    table(&mut page, "Models", &models(status));
    page.push_str("</main>\n</body>\n</html>\n");
    page
}

fn table(page: &mut String, heading: &str, rows: &[Row]) {
    // Writing to a text cannot fail.
    let _ = writeln!(page, "<h2>{heading}</h2>\n<table>");
    for (name, value) in rows {
        let (name, value) = (escaped(name), escaped(value));
        let _ = writeln!(
            page,
            "<tr><th scope=\"row\">{name}</th><td>{value}</td></tr>"
        );
    }
    page.push_str("</table>\n");
}

fn row(name: &str, value: impl Into<String>) -> Row {
    (name.to_owned(), value.into())
}

fn session(status: &Snapshot) -> Vec<Row> {
    let resident = status.resident_bytes;
    vec![
        row("Size", status.size),
        row("Graphics device", status.renderer.as_str()),
        row("Running for", time(status.uptime_seconds)),
        row("Memory of models", mebibytes(status.model_bytes)),
        row(
            "Memory of the process",
            resident.map_or("unknown".to_owned(), mebibytes),
        ),
    ]
}

fn device(status: &Snapshot) -> Vec<Row> {
    let Some(device) = &status.device else {
        return vec![row("Connected", "no")];
    };
    let transport = device.transport.as_ref();
    vec![
        row(
            "Connected",
            format!("for {}", time(device.connected_seconds)),
        ),
        row("Address", device.ip.to_string()),
        row(
            "Pictures come by",
            transport.map_or("nothing yet", |way| way.as_str()),
        ),
    ]
}

fn pictures(status: &Snapshot) -> Vec<Row> {
    let Some(frames) = &status.frames else {
        return vec![row("Frames", "none yet")];
    };
    let statistics = &frames.statistics;
    let unknown = || "unknown".to_owned();
    let round_trip = statistics.round_trip_ms;
    let loss = statistics.loss;
    let estimate = statistics.estimate;
    vec![
        row("Size", format!("{} × {}", frames.width, frames.height)),
        row(
            "Frames in the last busy second",
            statistics.frames.to_string(),
        ),
        row("Bit rate", megabits(statistics.bits)),
        row("Bit rate of the encoder", megabits(statistics.bit_rate)),
        row("The way carries", estimate.map_or_else(unknown, megabits)),
        row(
            "There and back",
            round_trip.map_or_else(unknown, |ms| format!("{ms:.1} ms")),
        ),
        row(
            "Loss",
            loss.map_or_else(unknown, |share| format!("{:.1} %", share * 100.0)),
        ),
        row("Rendering", format!("{:.1} ms", frames.render_ms)),
        row("Encoding", format!("{:.1} ms", frames.encode_ms)),
        row("Triangles in view", statistics.triangles.to_string()),
    ]
}

fn models(status: &Snapshot) -> Vec<Row> {
    if status.models.is_empty() {
        return vec![row("In the scene", "none")];
    }
    let models = status.models.iter();
    let triangles = |count: u64| format!("{count} triangles");
    models
        .map(|model| (model.name.clone(), triangles(model.triangles)))
        .collect()
}

fn time(seconds: u64) -> String {
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
    match (hours, minutes) {
        (0, 0) => format!("{seconds} s"),
        (0, _) => format!("{minutes} min {} s", seconds % 60),
        _ => format!("{hours} h {minutes} min"),
    }
}

fn mebibytes(bytes: u64) -> String {
    format!("{} MiB", bytes >> 20)
}

fn megabits(bits: u32) -> String {
    format!("{:.2} Mbit/s", f64::from(bits) / 1e6)
}

/// Text as HTML has it: a model's name is a stranger's.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use crate::status::ModelSnapshot;

    use super::*;

    #[test]
    fn a_name_cannot_become_part_of_the_page() {
        let status = Snapshot {
            size: "Standard",
            renderer: "a & b".to_owned(),
            uptime_seconds: 3725,
            device: None,
            frames: None,
            models: vec![ModelSnapshot {
                name: "<script>alert('1')</script>".to_owned(),
                triangles: 12,
            }],
            model_bytes: 5 << 20,
            resident_bytes: None,
        };
        let page = page(&status);
        assert!(!page.contains("<script"));
        assert!(page.contains("&lt;script&gt;alert(&#39;1&#39;)"));
        assert!(page.contains("a &amp; b") && page.contains("1 h 2 min"));
        assert!(page.contains("5 MiB") && page.contains("12 triangles"));
    }
}
