//! A modal dialog: the browser's own, with its focus rules and its Escape key.

use web_sys::HtmlDialogElement;
use yew::prelude::*;

use crate::console::hooks::use_while;

/// The dialog's properties.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// The heading.
    pub title: AttrValue,
    /// Told when the dialog was closed, however.
    pub on_close: Callback<()>,
    /// What is in it.
    pub children: Children,
}

/// A modal dialog, open as long as it is in the page.
#[component]
pub fn Dialog(props: &Props) -> Html {
    let node = use_node_ref();
    {
        let node = node.clone();
        use_while((), move |()| {
            if let Some(dialog) = node.cast::<HtmlDialogElement>() {
                // Fails only for a dialog that is open already or not in the page: it is new, and in the page.
                drop(dialog.show_modal());
            }
        });
    }
    let on_close = props.on_close.clone();
    let onclose = Callback::from(move |_: Event| on_close.emit(()));
    html! {
        <dialog ref={node} {onclose} aria-labelledby="dialog-title">
            <article>
                <h2 id="dialog-title">{ &props.title }</h2>
                { for props.children.iter() }
            </article>
        </dialog>
    }
}
