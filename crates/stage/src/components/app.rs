//! The stage: the picture, what lies over it, and the toolbar below.

use remote_rendering_page::{
    hooks::{State, use_value},
    texts::Texts,
};
use remote_rendering_viewer::{Navigation, State as Connection};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, FileList, HtmlElement, Node};
use yew::prelude::*;

use super::{
    around::{by_id, focus, use_clock, use_full_screen, use_kept_focus, use_language, use_viewer},
    figures::figures,
    help::help,
    loads::loads,
    models::ModelsPanel,
    state_card::state_card,
    toolbar::{Toolbar, element_id},
};
use crate::{
    controls::Control,
    page,
    state::{
        Action, Panel, Stage,
        card::{Act, Card, Kind, card},
    },
    viewing::{Console, Viewing},
};

/// The id of the file input, which the upload button opens.
const FILE_INPUT: &str = "stage-file";

/// How many files are taken at once.
const MOST_FILES: u32 = 8;

/// The stage's properties.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// The texts.
    pub texts: Texts,
    /// The session's id.
    pub session: AttrValue,
    /// What the console gives.
    pub console: Console,
}

/// What the parts of the stage share.
#[derive(Clone, Debug)]
struct Held {
    stage: State<Stage>,
    viewing: Viewing,
    root: NodeRef,
    session: AttrValue,
    /// Counts the openings: another number opens another viewer.
    opening: State<u32>,
}

/// The stage.
#[component]
pub fn App(props: &Props) -> Html {
    let texts = &props.texts;
    let stage = use_value(Stage::default);
    let tell = stage.dispatcher();
    let viewing = use_memo((), |()| Viewing::new(tell));
    let held = Held {
        viewing: (*viewing).clone(),
        root: use_node_ref(),
        session: props.session.clone(),
        opening: use_value(|| 0),
        stage,
    };
    let picture = use_node_ref();
    let given = (props.console.clone(), texts.clone());
    use_viewer(&held.viewing, &picture, given.clone(), *held.opening);
    use_language(&held.viewing, given);
    use_full_screen(&held.stage);
    use_kept_focus(&held.viewing, &held.root);
    let now = use_clock(held.stage.lost_at.is_some());
    let stage = &*held.stage;
    let card = card(stage, now);
    let act = held.callback(Held::act);
    let on_control = held.callback(Held::control);
    let (onkeydown, [ondragover, ondragleave, ondrop]) = (held.keys(&picture), held.dragging());
    let viewing = &held.viewing;
    // What invites is over the empty scene, not in place of it.
    let is_away = |card: &Card| card.kind != Kind::Invitation;
    let room = classes!(
        "room",
        card.as_ref().is_some_and(is_away).then_some("dimmed")
    );
    html! {
        <ContextProvider<Texts> context={texts.clone()}>
            <section class="stage-app" ref={held.root.clone()} tabindex="-1" aria-label={texts.text("stage")}
                {onkeydown} {ondragover} {ondragleave} {ondrop}>
                <div class={room}>
                    <div class="picture" ref={picture} />
                    if let Some(card) = card {
                        { state_card(texts, &card, &stage.available, viewing, &act, &on_control) }
                    }
                    <div class="aside">
                        if stage.is_connected() && stage.statistics.checkerboard {
                            <p class="notice">{ texts.text("checkerboard") }</p>
                        }
                        { loads(texts, &stage.loads, viewing, &held.stage.dispatcher()) }
                        // What is told comes first: the figures fill the rest.
                        if stage.shows_statistics && stage.has_picture() {
                            { figures(texts, &stage.statistics) }
                        }
                    </div>
                    if stage.panel == Panel::Models {
                        <ModelsPanel stage={held.stage.clone()} viewing={viewing.clone()} on_close={held.callback(Held::close_panel)} />
                    }
                    if stage.panel == Panel::Help {
                        { help(texts, &held.callback(Held::close_panel)) }
                    }
                    if stage.is_dragging {
                        <p class="drop">{ texts.text("drop-here") }</p>
                    }
                </div>
                <Toolbar stage={held.stage.clone()} {on_control} />
                 <input id={FILE_INPUT} type="file" multiple=true accept=".glb,.gltf,model/gltf-binary" hidden=true aria-label={texts.text("control-upload")}
                    onchange={held.callback(|held, event| held.take_picked(&event))} />
                <p class="told" role="status">
                    { stage.said.as_ref().map(|said| said.words().text(texts)) }
                </p>
            </section>
        </ContextProvider<Texts>>
    }
}

impl Held {
    fn callback<T: 'static>(&self, act: impl Fn(&Self, T) + 'static) -> Callback<T> {
        let held = self.clone();
        Callback::from(move |value| act(&held, value))
    }

    fn tell(&self, action: Action) {
        self.stage.dispatcher().dispatch(action);
    }

    fn act(&self, act: Act) {
        match act {
            Act::Retry => self.viewing.retry(),
            Act::Reopen => self.opening.change(|number| *number += 1),
            // A link: the browser goes there.
            Act::Sessions => {}
        }
    }

    fn control(&self, control: Control) {
        let stage = self.stage.latest();
        if control.needs_picture() && !stage.is_connected() {
            return;
        }
        match control {
            Control::Models => self.tell(Action::Toggled(Panel::Models)),
            Control::Upload => {
                if let Some(input) = by_id(FILE_INPUT) {
                    input.click();
                }
            }
            Control::Orbit => self.viewing.navigate(Navigation::Orbit),
            Control::Walk => self.viewing.navigate(Navigation::Walk),
            Control::Fit => self.viewing.fit(),
            Control::Reset => self.viewing.reset(),
            Control::Play => {
                if stage.is_animated() {
                    self.viewing.play(!stage.playing);
                }
            }
            Control::Statistics => self.tell(Action::StatisticsToggled),
            Control::Screenshot => self.viewing.save_picture(&self.session),
            Control::FullScreen => {
                if let Some(root) = self.root.cast::<HtmlElement>() {
                    page::toggle_full_screen(&root);
                }
            }
            Control::Help => self.tell(Action::Toggled(Panel::Help)),
            Control::Disconnect if stage.connection != Connection::Closed => {
                self.viewing.disconnect();
            }
            Control::Disconnect => {}
        }
    }

    /// Closes the panel, and puts the focus onto the button that opened it.
    fn close_panel(&self, (): ()) {
        let control = match self.stage.latest().panel {
            Panel::Models => Control::Models,
            Panel::Help => Control::Help,
            Panel::None => return,
        };
        self.tell(Action::PanelClosed);
        focus(by_id(element_id(control)));
    }

    fn keys(&self, picture: &NodeRef) -> Callback<KeyboardEvent> {
        let (held, picture) = (self.clone(), picture.clone());
        Callback::from(move |event: KeyboardEvent| {
            let target = event.target_dyn_into::<Element>();
            let is_in_field = target.as_ref().is_some_and(|it| it.tag_name() == "INPUT");
            let is_other = event.ctrl_key() || event.alt_key() || event.meta_key();
            if event.default_prevented() || is_other {
                return;
            }
            if event.key() == "Escape" {
                held.close_panel(());
                return;
            }
            let found = Control::of_key(&event.key(), &event.code(), event.shift_key());
            let Some(mut control) = found.filter(|_| !is_in_field) else {
                return;
            };
            // The viewer hears its own keys itself.
            let is_in_picture = picture
                .cast::<Node>()
                .is_some_and(|it| it.contains(target.as_deref()));
            if is_in_picture && control.is_the_viewers() {
                return;
            }
            if control == Control::Orbit && held.stage.latest().navigation == Navigation::Orbit {
                control = Control::Walk;
            }
            event.prevent_default();
            held.control(control);
        })
    }

    /// What dragging a file over the stage does, leaving it, and dropping the file.
    fn dragging(&self) -> [Callback<DragEvent>; 3] {
        let over = self.callback(|held, event: DragEvent| {
            event.prevent_default();
            held.tell(Action::Dragging(held.stage.latest().is_connected()));
        });
        let left = self.callback(|held, event: DragEvent| {
            let to = event
                .related_target()
                .and_then(|it| it.dyn_into::<Node>().ok());
            let root = held.root.cast::<Node>();
            if !root.is_some_and(|root| to.is_some() && root.contains(to.as_ref())) {
                held.tell(Action::Dragging(false));
            }
        });
        let dropped = self.callback(|held, event: DragEvent| {
            event.prevent_default();
            held.tell(Action::Dragging(false));
            if held.stage.latest().is_connected() {
                held.upload(event.data_transfer().and_then(|data| data.files()));
            }
        });
        [over, left, dropped]
    }

    fn upload(&self, files: Option<FileList>) {
        let files = files.into_iter().flat_map(|files| {
            (0..files.length().min(MOST_FILES)).filter_map(move |place| files.get(place))
        });
        for file in files {
            self.viewing.upload(file);
        }
    }

    fn take_picked(&self, event: &Event) {
        let input = event.target_unchecked_into::<web_sys::HtmlInputElement>();
        self.upload(input.files());
        // The same file can be picked again after it was mended.
        input.set_value("");
    }
}
