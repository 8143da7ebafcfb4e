// The page's side of the sandbox: starts its worker and carries requests to it. `sandbox.rs` says what the console takes
// of it.

/** The worker's script, beside the page. */
const SCRIPT = './sandbox.js';

// Where the browser has Trusted Types, a worker is started from a script that a policy has let through. This one knows
// no other, whatever it is asked for.
const policy = globalThis.trustedTypes?.createPolicy('sandbox', { createScriptURL: () => SCRIPT });

/** Starts a sandbox; null where its worker cannot be loaded. */
export const openSandbox = () => new Promise((tell) => {
  const worker = new Worker(policy ? policy.createScriptURL('') : SCRIPT, { type: 'module' });
  /** Who waits for the answer of which number. */
  const waiting = [];

  const ask = async (request) => {
    const answer = await new Promise((told) => {
      worker.postMessage({ ...request, id: waiting.push(told) - 1 });
    });
    if (!answer) throw new TypeError('nothing answers there');
    return answer;
  };

  // The first message is the text of an arrconfig.json with the sandbox's account.
  worker.onmessage = ({ data: config }) => {
    worker.onmessage = ({ data: { id, answer } }) => {
      waiting[id](answer);
      delete waiting[id];
    };
    tell(config && {
      config,
      /** As the browser's `fetch`, of a `Request`. */
      fetch: async (request) => {
        const { method, url } = request;
        const { status, headers, body } = await ask({ method, url, headers: [...request.headers], body: await request.text() });
        // A Response of some statuses takes no body, not even an empty one.
        return new Response(body || null, { status, headers });
      },
      /** Ends the sandbox, and everything in it is gone. */
      close: () => worker.terminate(),
    });
  };
  // What has failed answers nothing any more.
  worker.onerror = () => {
    tell(null);
    waiting.forEach((told) => told(null));
  };
});
