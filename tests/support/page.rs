//! Components in the page, and what a person does to them.

use remote_rendering::console::texts::{FluentValue, Language, Messages, Texts};
use wasm_bindgen::JsCast as _;
use web_sys::{
    DataTransfer, Document, DragEvent, DragEventInit, Element, Event, EventInit, File, HtmlElement,
    HtmlInputElement, InputEvent, InputEventInit,
};
use yew::{AppHandle, ContextProvider, Html, Properties, Renderer, component, html};

use super::until;

#[path = "messages.rs"]
mod messages;

/// The console's own English texts.
pub(crate) fn english() -> Texts {
    let file = include_str!("../../www/locales/en.ftl");
    let messages = messages::RustMessages::parse(Language::English, file);
    Texts::new(Language::English, messages)
}

#[derive(Clone, PartialEq, Properties)]
struct StageProps {
    texts: Texts,
    content: Html,
}

/// Gives the content what the application gives it.
#[component]
fn Stage(props: &StageProps) -> Html {
    html! {
        <ContextProvider<Texts> context={props.texts.clone()}>{ props.content.clone() }</ContextProvider<Texts>>
    }
}

/// Something rendered into the page, until this is dropped.
pub(crate) struct Page {
    texts: Texts,
    root: Element,
    app: Option<AppHandle<Stage>>,
}

impl Page {
    /// Renders it, with the English texts.
    pub(crate) fn of(content: Html) -> Self {
        let root = document().create_element("div").expect("an element");
        document()
            .body()
            .expect("a body")
            .append_child(&root)
            .expect("the page takes it");
        let texts = english();
        let props = StageProps {
            texts: texts.clone(),
            content,
        };
        let app = Renderer::<Stage>::with_root_and_props(root.clone(), props).render();
        Self {
            texts,
            root,
            app: Some(app),
        }
    }

    /// Renders something else in its place: components that stay keep their state.
    pub(crate) fn show(&mut self, content: Html) {
        let texts = self.texts.clone();
        if let Some(app) = &mut self.app {
            app.update(StageProps { texts, content });
        }
    }

    /// Everything that a person reads.
    pub(crate) fn text(&self) -> String {
        self.root.text_content().unwrap_or_default()
    }

    pub(crate) fn has(&self, selector: &str) -> bool {
        self.seek(selector).is_some()
    }

    /// The first element that the selector means.
    pub(crate) fn find(&self, selector: &str) -> Element {
        self.seek(selector)
            .unwrap_or_else(|| panic!("no {selector} in {}", self.root.inner_html()))
    }

    /// The text of the first element that the selector means.
    pub(crate) fn text_of(&self, selector: &str) -> String {
        self.find(selector).text_content().unwrap_or_default()
    }

    pub(crate) fn input(&self, id: &str) -> HtmlInputElement {
        self.find(&format!("#{id}")).unchecked_into()
    }

    /// What is in a field.
    pub(crate) fn value(&self, id: &str) -> String {
        self.input(id).value()
    }

    /// The sentence below a field, as it is announced with the field.
    pub(crate) fn note(&self, id: &str) -> String {
        let described_by = self.input(id).get_attribute("aria-describedby");
        self.text_of(&format!("#{}", described_by.expect("a note")))
    }

    /// Whether the field is announced as wrong.
    pub(crate) fn is_wrong(&self, id: &str) -> bool {
        self.input(id).get_attribute("aria-invalid").as_deref() == Some("true")
    }

    /// Puts a text into a field, as one keystroke or one paste does.
    pub(crate) fn put(&self, id: &str, text: &str) {
        let input = self.input(id);
        input.set_value(text);
        let init = InputEventInit::new();
        init.set_bubbles(true);
        dispatch(
            &input,
            &InputEvent::new_with_event_init_dict("input", &init).expect("an event"),
        );
    }

    /// Types a text into a field and waits until the page has taken it up.
    pub(crate) async fn type_in(&self, id: &str, text: &str) {
        self.put(id, text);
        self.settle().await;
    }

    pub(crate) fn click(&self, selector: &str) {
        self.find(selector).unchecked_into::<HtmlElement>().click();
    }

    /// Drops a file on the place for files.
    pub(crate) fn drop_file(&self, name: &str, content: &str) {
        let init = DragEventInit::new();
        init.set_bubbles(true);
        init.set_cancelable(true);
        init.set_data_transfer(Some(&transfer_of(name, content)));
        let event = DragEvent::new_with_event_init_dict("drop", &init).expect("an event");
        dispatch(&self.find(".file-drop"), &event);
        assert!(event.default_prevented(), "the browser would open the file");
    }

    /// Picks a file with the button.
    pub(crate) fn pick_file(&self, name: &str, content: &str) {
        let input = self.input("config-file");
        input.set_files(transfer_of(name, content).files().as_ref());
        let init = EventInit::new();
        init.set_bubbles(true);
        dispatch(
            &input,
            &Event::new_with_event_init_dict("change", &init).expect("an event"),
        );
    }

    /// Waits until the page shows a text.
    pub(crate) async fn shows(&self, text: &str) {
        until(&format!("the page shows {text:?}"), || {
            self.text().contains(text)
        })
        .await;
    }

    /// Waits until everything that is to be rendered is.
    pub(crate) async fn settle(&self) {
        yew::scheduler::flush().await;
    }

    fn seek(&self, selector: &str) -> Option<Element> {
        self.root.query_selector(selector).expect("a selector")
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        if let Some(app) = self.app.take() {
            app.destroy();
        }
        self.root.remove();
    }
}

fn document() -> Document {
    web_sys::window()
        .and_then(|window| window.document())
        .expect("a page")
}

fn dispatch(target: &Element, event: &Event) {
    target.dispatch_event(event).expect("dispatched");
}

fn transfer_of(name: &str, content: &str) -> DataTransfer {
    let parts = js_sys::Array::of1(&content.into());
    let file = File::new_with_str_sequence(&parts, name).expect("a file");
    let transfer = DataTransfer::new().expect("a transfer");
    transfer.items().add_with_file(&file).expect("a file fits");
    transfer
}
