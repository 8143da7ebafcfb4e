//! The controls' pictures: lines on a field of 24 by 24.

use yew::prelude::*;

use crate::controls::Control;

/// The control's picture; its name is beside it.
pub fn icon(control: Control) -> Html {
    drawn(path(control))
}

/// The picture of [`Control::Play`] where it holds still what moves.
pub fn pause() -> Html {
    drawn("M7 5h3v14H7zM14 5h3v14h-3z")
}

fn drawn(path: &'static str) -> Html {
    html! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d={path} /></svg>
    }
}

const fn path(control: Control) -> &'static str {
    match control {
        // A box, seen from a corner.
        Control::Models => "M12 3l8 4.5v9L12 21l-8-4.5v-9zM4 7.5l8 4.5 8-4.5M12 12v9",
        Control::Upload => "M12 16V4M7 9l5-5 5 5M4 16v4h16v-4",
        // A ball, and the way around it.
        Control::Orbit => {
            "M15 12a3 3 0 1 1-6 0 3 3 0 0 1 6 0zM21 12c0 2-4 3.5-9 3.5S3 14 3 12s4-3.5 9-3.5c3 0 5.5.5 7.2 1.4M20 6.5v3.6h-3.6"
        }
        // Somebody who walks.
        Control::Walk => {
            "M14 5a1.5 1.5 0 1 1-3 0 1.5 1.5 0 0 1 3 0zM9 21l2-6 3 2 1 4M11 15l1-6-4 2v4M12 9l3 3h3"
        }
        Control::Fit => "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5M9 9h6v6H9z",
        Control::Reset => "M4 11l8-7 8 7M6 9.5V20h12V9.5M10 20v-6h4v6",
        Control::Play => "M7 4l12 8-12 8z",
        Control::Statistics => "M4 20V4M4 20h16M8 15l3-4 3 2 5-7",
        Control::Screenshot => {
            "M4 8h4l2-3h4l2 3h4v11H4zM15.5 13a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0z"
        }
        Control::FullScreen => "M14 4h6v6M20 4l-7 7M10 20H4v-6M4 20l7-7",
        Control::Help => {
            "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0zM9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.7M12 16.5v.5"
        }
        Control::Disconnect => "M14 4H5v16h9M10 12h10M16 8l4 4-4 4",
    }
}
