//! State of components. Yew's own hooks are generic to the bottom: with forty states they weighed 65 KB of the module
//! before compression. In these only the look at the value depends on its type. They are used as Yew's are.

use std::{any::Any, cell::RefCell, fmt, marker::PhantomData, ops::Deref, rc::Rc};

use yew::{
    Reducible, functional::UseForceUpdateHandle, hook, use_effect_with, use_force_update,
    use_mut_ref,
};

/// A value that outlives a rendering, and what draws its component anew.
struct Shared {
    value: RefCell<Rc<dyn Any>>,
    redraw: UseForceUpdateHandle,
}

impl Shared {
    #[expect(
        clippy::expect_used,
        reason = "a hook's place has one type, by which it is read and written"
    )]
    fn get<T: 'static>(&self) -> Rc<T> {
        let value = Rc::clone(&self.value.borrow());
        value.downcast().expect("a value of the hook's type")
    }

    fn put(&self, value: Rc<dyn Any>) {
        // What was there is dropped when nothing is borrowed any more: it may have a state of its own.
        let before = self.value.replace(value);
        drop(before);
        self.redraw.force_update();
    }
}

#[hook]
fn use_shared(first: &dyn Fn() -> Rc<dyn Any>) -> Rc<Shared> {
    let redraw = use_force_update();
    let place = use_mut_ref(|| None::<Rc<Shared>>);
    let mut place = place.borrow_mut();
    let shared = place.get_or_insert_with(|| {
        Rc::new(Shared {
            value: RefCell::new(first()),
            redraw,
        })
    });
    Rc::clone(shared)
}

/// A state as it was when its component was drawn.
pub struct State<T> {
    value: Rc<T>,
    shared: Rc<Shared>,
}

/// What sets a state.
pub struct Setter<T> {
    shared: Rc<Shared>,
    of: PhantomData<T>,
}

/// A state of a component; `first` makes its first value. Setting an equal value draws nothing anew.
#[hook]
pub fn use_value<T: 'static>(first: impl Fn() -> T) -> State<T> {
    let shared = use_shared(&|| Rc::new(first()));
    State {
        value: shared.get(),
        shared,
    }
}

impl<T: PartialEq + 'static> State<T> {
    /// Sets the state.
    pub fn set(&self, value: T) {
        self.setter().set(value);
    }

    /// What sets the state, without its value.
    pub fn setter(&self) -> Setter<T> {
        Setter {
            shared: Rc::clone(&self.shared),
            of: PhantomData,
        }
    }
}

impl<T: PartialEq + 'static> Setter<T> {
    /// Sets the state.
    pub fn set(&self, value: T) {
        if *self.shared.get::<T>() != value {
            self.shared.put(Rc::new(value));
        }
    }
}

impl<T: Clone + PartialEq + 'static> State<T> {
    /// The state as it is now: for what happens after the drawing, and perhaps after something else that happened since.
    pub fn latest(&self) -> Rc<T> {
        self.shared.get()
    }

    /// Changes the state as it is now.
    pub fn change<R>(&self, change: impl FnOnce(&mut T) -> R) -> R {
        let mut next = T::clone(&self.latest());
        let result = change(&mut next);
        self.set(next);
        result
    }
}

impl<T: Reducible + 'static> State<T> {
    /// What tells the state of an action.
    pub fn dispatcher(&self) -> Dispatcher<T> {
        Dispatcher {
            shared: Rc::clone(&self.shared),
            of: PhantomData,
        }
    }
}

/// What tells a state what happens to it. Where that changes nothing, which the reducer says by giving the state back,
/// nothing is drawn.
pub struct Dispatcher<T> {
    shared: Rc<Shared>,
    of: PhantomData<T>,
}

impl<T: Reducible + 'static> Dispatcher<T> {
    /// Tells it of an action.
    pub fn dispatch(&self, action: T::Action) {
        let before = self.shared.get::<T>();
        let after = Rc::clone(&before).reduce(action);
        if !Rc::ptr_eq(&before, &after) {
            self.shared.put(after);
        }
    }
}

/// What an effect makes, which is kept until it ends.
type Kept = Box<dyn Any>;

/// An effect that is to happen after the drawing.
type Effect = Box<dyn FnOnce() -> Kept>;

/// Does something after the drawing in which `of` is new, and keeps what it gives, such as a listener or a timer, until `of`
/// is another or the component goes.
#[hook]
pub fn use_while<T: PartialEq + 'static, K: 'static>(
    of: T,
    effect: impl FnOnce(&T) -> K + 'static,
) {
    let before = use_mut_ref(|| None::<Rc<dyn Any>>);
    let mut before = before.borrow_mut();
    let is_it = |it: &Rc<dyn Any>| it.downcast_ref() == Some(&of);
    let effect = (!before.as_ref().is_some_and(is_it)).then(|| {
        let of = Rc::new(of);
        *before = Some(Rc::<T>::clone(&of));
        Box::new(move || Box::new(effect(&of)) as Kept) as Effect
    });
    use_boxed_effect(effect);
}

#[hook]
fn use_boxed_effect(effect: Option<Effect>) {
    let next = use_mut_ref(|| (0_u32, None));
    if effect.is_some() {
        // A component may be drawn again before its effects happen.
        let mut next = next.borrow_mut();
        *next = (next.0 + 1, effect);
    }
    let turn = next.borrow().0;
    use_effect_with(turn, move |_| {
        let effect = next.borrow_mut().1.take();
        let kept = effect.map(|effect| effect());
        move || drop(kept)
    });
}

impl<T> Deref for State<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// By identity: a value that is set is another one, since an equal one is not set.
impl<T> PartialEq for State<T> {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.value, &other.value)
    }
}

impl<T> PartialEq for Dispatcher<T> {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.shared, &other.shared)
    }
}

impl<T> Clone for State<T> {
    fn clone(&self) -> Self {
        Self {
            value: Rc::clone(&self.value),
            shared: Rc::clone(&self.shared),
        }
    }
}

impl<T> Clone for Setter<T> {
    fn clone(&self) -> Self {
        Self {
            shared: Rc::clone(&self.shared),
            of: PhantomData,
        }
    }
}

impl<T> Clone for Dispatcher<T> {
    fn clone(&self) -> Self {
        Self {
            shared: Rc::clone(&self.shared),
            of: PhantomData,
        }
    }
}

impl<T> fmt::Debug for State<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("State")
    }
}

impl<T> fmt::Debug for Setter<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Setter")
    }
}

impl<T> fmt::Debug for Dispatcher<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Dispatcher")
    }
}
