//! The client's conformance suite over `fetch`: in headless Chromium, in Node, and in Node over the npm package's sandbox. Which of
//! them is the runner's choice: `cargo xtask test conformance` runs all.
#![cfg(target_arch = "wasm32")]

#[path = "conformance/sandbox.rs"]
mod sandbox;
mod support;

use remote_rendering::browser::BrowserRuntime;
use remote_rendering_client::protocol::{AccountKey, Generation};
use remote_rendering_conformance::{Place, Service, cases, for_each_case};
use support::service::{CLOSED, endpoint, service};
use wasm_bindgen_test::wasm_bindgen_test;

/// The scripted server's two addresses, as `cargo xtask test conformance` compiles them in.
fn scripted_server() -> [&'static str; 2] {
    let (Some(here), Some(elsewhere)) = (
        option_env!("REMOTE_RENDERING_TEST_SCRIPTED"),
        option_env!("REMOTE_RENDERING_TEST_ELSEWHERE"),
    ) else {
        panic!("these tests need a scripted server: run `cargo xtask test conformance`");
    };
    [here, elsewhere]
}

/// Runs a case.
async fn run<F: Future<Output = ()>>(
    generation: Generation,
    case: impl FnOnce(Place<BrowserRuntime>) -> F,
) {
    let place = match sandbox::entry() {
        Some(entry) => sandbox::open(&entry, generation).await,
        None => beside_the_service(generation),
    };
    case(place).await;
}

/// The place over the network.
fn beside_the_service(generation: Generation) -> Place<BrowserRuntime> {
    let service = service();
    let [here, elsewhere] = scripted_server();
    Place {
        runtime: BrowserRuntime::default(),
        generation,
        service: Service {
            sts: endpoint(service.url),
            endpoint: endpoint(service.url),
            account: service.account.parse().expect("an account id"),
            key: AccountKey::parse(service.key).expect("a key"),
            boot: None,
        },
        scripted: endpoint(here),
        elsewhere: endpoint(elsewhere),
        closed: endpoint(CLOSED),
    }
}

macro_rules! tests {
    ($($group:ident: $generation:expr => { $($module:ident::$case:ident)* })*) => {
        $(
            mod $group {
                use super::{cases, run, wasm_bindgen_test};

                $(
                    #[wasm_bindgen_test]
                    async fn $case() {
                        run($generation, cases::$module::$case).await;
                    }
                )*
            }
        )*
    };
}

for_each_case!(tests);
