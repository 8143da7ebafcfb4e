//! Asking before somebody signs out whose sessions go on.

use yew::prelude::*;

use super::{button::button_of, dialog::Dialog, toast::outlook_text};
use crate::console::{state::guard::Outlook, texts::Texts};

/// What somebody does who is signing out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leave {
    /// They stay.
    Stay,
    /// They stop their sessions and go.
    Stop,
    /// They go, and their sessions go on.
    Go,
}

/// Says what goes on, and asks what is to be done.
pub fn leave_dialog(texts: &Texts, outlook: &Outlook, leave: &Callback<Leave>) -> Html {
    let button = |what: Leave, class: &'static str, label: &str| {
        let onclick = leave.reform(move |_: MouseEvent| what);
        button_of(class, texts.text(label), onclick)
    };
    html! {
        <Dialog title={texts.text("leave-title")} on_close={leave.reform(|()| Leave::Stay)}>
            <p>{ outlook_text(texts, outlook) }</p>
            <footer>
                { button(Leave::Stay, "secondary", "leave-stay") }
                { button(Leave::Go, "secondary", "leave-go") }
                { button(Leave::Stop, "danger", "leave-stop-and-go") }
            </footer>
        </Dialog>
    }
}
