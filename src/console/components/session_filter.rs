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
    let on_which = {
        let (view, change) = (view.clone(), change.clone());
        Callback::from(move |value: String| {
            let chosen = Which::ALL.into_iter().find(|(_, it)| *it == value);
            if let Some((which, _)) = chosen {
                change.emit(View {
                    which,
                    ..view.clone()
                });
            }
        })
    };
    let on_order = {
        let (view, change) = (view.clone(), change.clone());
        Callback::from(move |value: String| {
            let chosen = Order::ALL.into_iter().find(|(_, it)| *it == value);
            if let Some((order, _)) = chosen {
                change.emit(View {
                    order,
                    ..view.clone()
                });
            }
        })
    };
    let which = Which::ALL.map(|(which, value)| {
        let words = match which {
            Which::All => "sessions-which-all",
            Which::Live => "sessions-which-live",
            Which::Ended => "sessions-which-ended",
        };
        (value, words, which == view.which)
    });
    let order = Order::ALL.map(|(order, value)| {
        let words = match order {
            Order::Newest => "sessions-order-newest",
            Order::LeaseEnd => "sessions-order-lease-end",
            Order::Id => "sessions-order-id",
            Order::Region => "sessions-order-region",
        };
        (value, words, order == view.order)
    });
    html! {
        <div class="table-filter" role="search">
            <input type="search" value={view.search.clone()} {oninput} placeholder={texts.text("sessions-search")}
                aria-label={texts.text("sessions-search")} autocomplete="off" spellcheck="false" />
            { choice(texts, "sessions-which", which, &on_which) }
            { choice(texts, "sessions-order", order, &on_order) }
        </div>
    }
}

/// A list of choices: of each its value, its words, and whether it is the present one.
fn choice<const N: usize>(
    texts: &Texts,
    label: &str,
    choices: [(&'static str, &'static str, bool); N],
    on_choice: &Callback<String>,
) -> Html {
    let onchange =
        on_choice.reform(|event: Event| event.target_unchecked_into::<HtmlSelectElement>().value());
    html! {
        <select aria-label={texts.text(label)} {onchange}>
            { for choices.into_iter().map(|(value, words, selected)| html! {
                <option {value} {selected}>{ texts.text(words) }</option>
            }) }
        </select>
    }
}
