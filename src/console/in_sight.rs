//! A table of thousands of rows draws only those that are in sight or nearly: the others' places are kept by their height.

use wasm_bindgen::prelude::*;
use web_sys::Element;
use yew::{NodeRef, hook};

use super::hooks::{State, use_value, use_while};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Page, js_name = watchBodies)]
    fn watch_bodies(
        table: &Element,
        told: &Closure<dyn FnMut(usize, f64, bool)>,
    ) -> js_sys::Function;
}

/// A table of no more bodies is drawn whole: as long as it stays quick, all of it can be read and found in the page.
const FEW: usize = 5;

/// How many bodies of a longer table are drawn before the page says which are in sight.
const AT_FIRST: usize = 2;

/// The height of a body that was never drawn, where the first one's is not known: in pixels.
const LIKELY_HEIGHT: u32 = 800;

/// A body as it was when the page told of it last.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Body {
    is_near: bool,
    /// While it was drawn; 0 where it never was.
    height: u32,
}

/// The bodies of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bodies(Vec<Body>);

impl Bodies {
    /// The height that stands for a body of a table of so many, in pixels; none for one that is to be drawn. The first one
    /// always is, so that a table has a beginning for who reads it without seeing it.
    pub fn away(&self, place: usize, count: usize) -> Option<u32> {
        let is_known = |height: &u32| *height > 0;
        let height = |body: &Body| Some(body.height).filter(is_known);
        let body = self.body(place);
        let likely = || height(&self.body(0)).unwrap_or(LIKELY_HEIGHT);
        let is_kept = place == 0 || count <= FEW || body.is_near;
        (!is_kept).then(|| height(&body).unwrap_or_else(likely))
    }

    fn body(&self, place: usize) -> Body {
        let unknown = Body {
            is_near: place < AT_FIRST,
            height: 0,
        };
        self.0.get(place).copied().unwrap_or(unknown)
    }

    /// Takes in what the page tells of a body. Its height counts only if it was drawn.
    fn tell(&mut self, place: usize, height: u32, is_near: bool) {
        let before = self.body(place);
        for unknown in self.0.len()..=place {
            self.0.push(self.body(unknown));
        }
        let height = if before.is_near {
            height
        } else {
            before.height
        };
        self.0[place] = Body { is_near, height };
    }
}

/// What ends the watching, and what is told meanwhile.
struct Watching {
    end: Option<js_sys::Function>,
    _told: Closure<dyn FnMut(usize, f64, bool)>,
}

impl Drop for Watching {
    fn drop(&mut self) {
        // It has nothing that can fail.
        let _ = self.end.take().map(|end| end.call0(&JsValue::NULL));
    }
}

/// Which of a table's bodies are in sight. `count` is how many it has.
#[hook]
pub fn use_bodies_in_sight(table: &NodeRef, count: usize) -> State<Bodies> {
    let bodies = use_value(Bodies::default);
    let (table, latest) = (table.clone(), bodies.clone());
    use_while(count, move |_| {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a body is some hundred pixels high"
        )]
        let told = Closure::new(move |place, height: f64, is_near| {
            latest.change(|bodies| bodies.tell(place, height.round() as u32, is_near));
        });
        let end = table
            .cast::<Element>()
            .map(|table| watch_bodies(&table, &told));
        Watching { end, _told: told }
    });
    bodies
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(news: &[(usize, u32, bool)]) -> Bodies {
        let mut bodies = Bodies::default();
        for (place, height, is_near) in news {
            bodies.tell(*place, *height, *is_near);
        }
        bodies
    }

    #[test]
    fn the_first_bodies_are_drawn_before_anything_is_known() {
        let drawn = |place: &usize| Bodies::default().away(*place, 100).is_none();
        assert_eq!((0..100).filter(drawn).collect::<Vec<_>>(), [0, 1]);
    }

    #[test]
    fn the_first_body_stays_and_a_short_table_is_drawn_whole() {
        let gone = told(&[(0, 570, false), (1, 570, false), (4, 570, false)]);
        let drawn =
            |count: usize| (0..count).filter(move |place| gone.away(*place, count).is_none());
        assert_eq!(drawn.clone()(5).count(), 5);
        assert_eq!(drawn(6).collect::<Vec<_>>(), [0]);
    }

    #[test]
    fn a_body_is_drawn_while_it_is_near() {
        for is_near in [true, false] {
            assert_eq!(told(&[(7, 570, is_near)]).away(7, 100).is_none(), is_near);
        }
        assert_eq!(
            told(&[(7, 570, true), (7, 570, false)]).away(7, 100),
            Some(570)
        );
    }

    #[test]
    fn a_body_keeps_the_height_that_it_had_when_drawn() {
        let gone = told(&[
            (4, 800, true),
            (4, 612, false),
            (4, 612, true),
            (4, 700, false),
        ]);
        assert_eq!(gone.away(4, 100), Some(700));
        // What is told as it comes is the height of what stood for it.
        let came = told(&[
            (4, 800, true),
            (4, 612, false),
            (4, 1, true),
            (4, 640, false),
        ]);
        assert_eq!(came.away(4, 100), Some(640));
    }

    #[test]
    fn what_was_never_drawn_is_likely_as_high_as_the_first() {
        assert_eq!(told(&[]).away(50, 100), Some(LIKELY_HEIGHT));
        assert_eq!(told(&[(0, 570, true)]).away(50, 100), Some(570));
        assert_eq!(
            told(&[(0, 570, true), (50, 800, false)]).away(50, 100),
            Some(570)
        );
    }
}
