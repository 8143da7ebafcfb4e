// The sandbox's worker. The build binds it and what wasm-bindgen wrote into one script (see `xtask/finish.mjs`), which the
// console starts when somebody enters the sandbox. It begins by telling the sandbox's account, as the text of an
// arrconfig.json, or null where it cannot start. Then a message is a request with a number, and the answer has the same number.
import init, { Service } from 'sandbox-bindings';

try {
  await init({ module_or_path: new URL(SANDBOX_WASM, import.meta.url) });
  const service = Service.begin();
  self.addEventListener('message', ({ data: { id, method, url, headers, body } }) => {
    const authorization = new Headers(headers).get('authorization') ?? '';
    const answer = JSON.parse(service.answer(method, url, authorization, body));
    setTimeout(() => self.postMessage({ id, answer }), answer?.takes ?? 0);
  });
  self.postMessage(service.config());
} catch {
  self.postMessage(null);
}
