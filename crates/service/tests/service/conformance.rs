//! The client's conformance suite in the native shell: `reqwest` over sockets, against this service.

use std::{net::SocketAddr, time::Duration};

use remote_rendering_client::protocol::{AccountId, Endpoint, Generation};
use remote_rendering_conformance::{Place, cases, for_each_case, front};
use remote_rendering_native::{NativeRuntime, Trust};
use remote_rendering_service::{Listener, Parts, PoolRule, SystemClock};

use crate::support::{TestService, account_key, parts, pool};

/// Shorter than the time between a poller's questions.
const STARTUP: Duration = Duration::from_millis(200);

/// Runs a case with a service and a scripted server of its own, in real time.
async fn run<F: Future<Output = ()>>(
    generation: Generation,
    case: impl FnOnce(Place<NativeRuntime>) -> F,
) {
    let free: SocketAddr = "127.0.0.1:0".parse().unwrap();
    let parts = Parts {
        allocator: std::sync::Arc::new(pool(vec![PoolRule::endless(STARTUP)])),
        clock: std::sync::Arc::new(SystemClock),
        ..parts()
    };
    let listener = Listener::bind(free).unwrap();
    let TestService {
        service, account, ..
    } = TestService::of_account(parts, AccountId::from_bytes([3; 16])).await;
    let server = listener.serve(service, None).unwrap();
    let scripted = front::start(free, free).unwrap();
    let endpoint = |url: &str| -> Endpoint { url.parse().unwrap() };
    let here = endpoint(&format!("http://{}", server.addr()));
    case(Place {
        runtime: NativeRuntime::new(&Trust::new(None).unwrap()).unwrap(),
        generation,
        service: remote_rendering_conformance::Service {
            sts: here.clone(),
            endpoint: here,
            account,
            key: account_key(1),
            boot: None,
        },
        scripted: endpoint(&scripted.here),
        elsewhere: endpoint(&scripted.elsewhere),
        closed: endpoint("http://127.0.0.1:2"),
    })
    .await;
}

macro_rules! tests {
    ($($group:ident: $generation:expr => { $($module:ident::$case:ident)* })*) => {
        $(
            mod $group {
                use super::{cases, run};

                $(
                    #[tokio::test]
                    async fn $case() {
                        run($generation, cases::$module::$case).await;
                    }
                )*
            }
        )*
    };
}

for_each_case!(tests);
