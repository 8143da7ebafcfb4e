//! Which sessions the table shows: a search, a choice, and an order.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::console::{
    state::session_view::{Order, View, Which},
    texts::Texts,
};

/// The fields above the table. `change` is told the view that is wanted.
pub fn session_filter(texts: &Texts, view: &View, change: &Callback<View>) -> Html {
    let oninput = {
        let (view, change) = (view.clone(), change.clone());
        Callback::from(move |event: InputEvent| {
            let search = event.target_unchecked_into::<HtmlInputElement>().value();
            change.emit(View {
                search,
                ..view.clone()
            });
        })
    };
    let which = choice(
        texts.text("sessions-which"),
        Which::ALL,
        view.which,
        |which| {
            texts.text(match which {
                Which::All => "sessions-which-all",
                Which::Live => "sessions-which-live",
                Which::Ended => "sessions-which-ended",
            })
        },
        {
            let (view, change) = (view.clone(), change.clone());
            move |which| {
                change.emit(View {
                    which,
                    ..view.clone()
                });
            }
        },
    );
    let order = choice(
        texts.text("sessions-order"),
        Order::ALL,
        view.order,
        |order| {
            texts.text(match order {
                Order::Newest => "sessions-order-newest",
                Order::LeaseEnd => "sessions-order-lease-end",
                Order::Id => "sessions-order-id",
                Order::Region => "sessions-order-region",
            })
        },
        {
            let (view, change) = (view.clone(), change.clone());
            move |order| {
                change.emit(View {
                    order,
                    ..view.clone()
                });
            }
        },
    );
    html! {
        <div class="table-filter" role="search">
            <input type="search" value={view.search.clone()} {oninput} placeholder={texts.text("sessions-search")}
                aria-label={texts.text("sessions-search")} autocomplete="off" spellcheck="false" />
            { which }
            { order }
        </div>
    }
}

/// A list of choices, each with its value in the page.
fn choice<T: Copy + PartialEq + 'static, const N: usize>(
    label: AttrValue,
    all: [(T, &'static str); N],
    present: T,
    words: impl Fn(T) -> AttrValue,
    choose: impl Fn(T) + 'static,
) -> Html {
    let onchange = Callback::from(move |event: Event| {
        let value = event.target_unchecked_into::<HtmlSelectElement>().value();
        if let Some((chosen, _)) = all.into_iter().find(|(_, it)| *it == value) {
            choose(chosen);
        }
    });
    html! {
        <select aria-label={label} {onchange}>
            { for all.into_iter().map(|(one, value)| html! {
                <option {value} selected={one == present}>{ words(one) }</option>
            }) }
        </select>
    }
}
