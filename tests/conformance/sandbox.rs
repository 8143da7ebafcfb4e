//! The npm package's sandbox as the service, and the scripted server beside it: nothing here is sent over a network.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Array, Function, Promise};
use remote_rendering::browser::BrowserRuntime;
use remote_rendering_client::protocol::{AccountKey, Endpoint, Generation};
use remote_rendering_conformance::{Answer, Arrival, Place, Reply, ScriptedServer, Service};
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure, prelude::wasm_bindgen};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::Request;

use crate::support::{member, service::endpoint};

/// The scripted server's origins, which no resolver knows.
const SCRIPTED: &str = "https://scripted.invalid";
const ELSEWHERE: &str = "https://elsewhere.invalid";

/// The region of the sandbox that has always a server.
const REGION: &str = "eastus";

/// Longer than a server of the sandbox boots.
const BOOT_MILLISECONDS: f64 = 30_000.0;

#[wasm_bindgen]
extern "C" {
    type Sandbox;

    #[wasm_bindgen(method, getter)]
    fn endpoint(this: &Sandbox) -> String;

    #[wasm_bindgen(method, getter, js_name = accountId)]
    fn account_id(this: &Sandbox) -> String;

    #[wasm_bindgen(method, getter, js_name = accountDomain)]
    fn account_domain(this: &Sandbox) -> String;

    #[wasm_bindgen(method, getter, js_name = accountKey)]
    fn account_key(this: &Sandbox) -> String;

    #[wasm_bindgen(method, getter)]
    fn fetch(this: &Sandbox) -> Function;

    #[wasm_bindgen(method)]
    fn advance(this: &Sandbox, milliseconds: f64);
}

/// The file of the package's sandbox for Node, where the environment names one: that is what is to be tested then.
pub(crate) fn entry() -> Option<String> {
    let process = member(&js_sys::global(), "process");
    // There is none in a browser.
    if process.is_undefined() {
        return None;
    }
    member(&member(&process, "env"), "REMOTE_RENDERING_TEST_SANDBOX").as_string()
}

/// A place around a new sandbox.
pub(crate) async fn open(entry: &str, generation: Generation) -> Place<BrowserRuntime> {
    let import =
        Function::new_with_args("entry", "return import(entry).then(it => it.openSandbox())");
    let opening = call(&import, &[entry.into()]).unchecked_into::<Promise>();
    let opened = JsFuture::from(opening).await.expect("the package is built");
    let sandbox = Rc::new(opened.unchecked_into::<Sandbox>());
    let region = sandbox.endpoint().replace("://", &format!("://{REGION}."));
    let service = Service {
        sts: Endpoint::sts(&sandbox.account_domain()).expect("a domain"),
        endpoint: endpoint(&region),
        account: sandbox.account_id().parse().expect("an account id"),
        key: AccountKey::parse(&sandbox.account_key()).expect("a key"),
        boot: Some(Rc::new({
            let sandbox = Rc::clone(&sandbox);
            move || sandbox.advance(BOOT_MILLISECONDS)
        })),
    };
    Place {
        runtime: BrowserRuntime::by(Some(fetch(sandbox.fetch()))),
        generation,
        service,
        scripted: endpoint(SCRIPTED),
        elsewhere: endpoint(ELSEWHERE),
        closed: endpoint("https://nobody.invalid"),
    }
}

/// What is called instead of `fetch`: the scripted server at its origins, the sandbox everywhere else.
fn fetch(sandbox: Function) -> Function {
    let server = Rc::new(RefCell::new(ScriptedServer::default()));
    let fetch = Closure::<dyn Fn(Request) -> Promise>::new(move |request: Request| {
        let url = request.url();
        if [SCRIPTED, ELSEWHERE].iter().any(|it| url.starts_with(it)) {
            future_to_promise(play(Rc::clone(&server), request))
        } else {
            call(&sandbox, &[request.into()]).unchecked_into()
        }
    });
    fetch.into_js_value().unchecked_into()
}

async fn play(server: Rc<RefCell<ScriptedServer>>, request: Request) -> Result<JsValue, JsValue> {
    let body = JsFuture::from(request.text()?).await?.as_string();
    let header = |name: &str| request.headers().get(name).ok().flatten();
    let arrival = Arrival {
        method: request.method(),
        url: request.url(),
        authorization: header("authorization"),
        correlation_vector: header("x-mrc-cv"),
        content_type: header("content-type"),
        body: body.unwrap_or_default(),
    };
    let reply = server.borrow_mut().answer(arrival);
    match reply {
        Reply::Answer(answer) => Ok(response(&answer, "body || null")),
        Reply::BreaksOff(answer) => Ok(response(&answer, BROKEN_OFF)),
        Reply::Silence => {
            let silence = Function::new_with_args("signal", UNTIL_ABORTED);
            let silence = call(&silence, &[request.signal().into()]);
            JsFuture::from(silence.unchecked_into::<Promise>()).await
        }
    }
}

/// A body that fails after its first part.
const BROKEN_OFF: &str = "new ReadableStream({
    start: (stream) => stream.enqueue(new TextEncoder().encode(body)),
    pull: (stream) => stream.error(new Error('the script breaks it off')),
}, { highWaterMark: 0 })";

const UNTIL_ABORTED: &str = "return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
})";

fn response(answer: &Answer, body: &str) -> JsValue {
    let script = format!("return new Response({body}, {{ status, headers }})");
    let make = Function::new_with_args("body, status, headers", &script);
    let headers = answer.headers.iter();
    let headers: Array = headers
        .map(|(name, value)| Array::of2(&name.into(), &value.into()))
        .collect();
    let arguments = [
        answer.body.as_str().into(),
        answer.status.into(),
        headers.into(),
    ];
    call(&make, &arguments)
}

fn call(function: &Function, arguments: &[JsValue]) -> JsValue {
    let arguments = arguments.iter().collect::<Array>();
    let called = function.apply(&JsValue::UNDEFINED, &arguments);
    called.expect("a script that throws nothing")
}
