//! What the page of one session shows of what its server renders: the place of the [`Stage`], or why there is none.

use remote_rendering_protocol::SessionStatus;
use web_sys::Element;
use yew::prelude::*;

use super::session::Props;
use crate::console::{
    components::button::button,
    hooks::{State, use_value, use_while},
    stage::Stage,
    state::sessions::SessionRow,
    texts::{Texts, use_texts},
};

/// The stage of a page.
#[derive(Clone, Debug)]
pub struct StagePlace {
    element: NodeRef,
    is_open: bool,
    is_missing: State<bool>,
}

/// Opens the stage once the session is ready, and closes it with the page. It stays when the session ends: it says how.
#[hook]
pub fn use_stage(props: &Props) -> StagePlace {
    let texts = use_texts();
    let present = use_mut_ref(|| texts.clone());
    present.replace(texts);
    let element = use_node_ref();
    let is_missing = use_value(|| false);
    let was_ready = use_mut_ref(|| false);
    if let (Some(_), Some(row)) = (&props.connects, &props.row) {
        *was_ready.borrow_mut() |= row.properties.status == SessionStatus::Ready;
    }
    let is_open = *was_ready.borrow() && !*is_missing;
    let (place, set, props) = (element.clone(), is_missing.setter(), props.clone());
    use_while(is_open, move |is_open| {
        let (operations, region) = (props.connects?, props.region?);
        let element = place.cast::<Element>().filter(|_| *is_open)?;
        let told = move |is_missing| {
            if is_missing {
                set.set(true);
            } else {
                props.on_look_up.emit(());
            }
        };
        let session = (region.endpoint, props.session.id);
        Some(Stage::open(&element, operations, session, present, told))
    });
    StagePlace {
        element,
        is_open,
        is_missing,
    }
}

/// What its server renders.
pub fn view(texts: &Texts, stage: &StagePlace, row: &SessionRow) -> Html {
    let missing = stage.is_missing.setter();
    let onclick = Callback::from(move |_: MouseEvent| missing.set(false));
    html! {
        <>
            if stage.is_open {
                <div class="stage" ref={stage.element.clone()} />
            } else if *stage.is_missing {
                <div class="notice failure" role="alert"><p>{ texts.text("view-missing") }</p></div>
                <p>{ button(texts.text("session-retry"), onclick) }</p>
            } else if !row.is_live() {
                <p>{ texts.text("view-over") }</p>
            }
        </>
    }
}
