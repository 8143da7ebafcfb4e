// The page's side of the sandbox: starts its worker and carries requests to it. `sandbox.rs` says what the console takes
// of it.

/** The worker's script, beside the page. */
const SCRIPT = './sandbox.js';

// Where the browser has Trusted Types, a worker is started from a script that a policy has let through. This one knows
// no other, whatever it is asked for.
const policy = globalThis.trustedTypes?.createPolicy('sandbox', { createScriptURL: () => SCRIPT });

/** A running sandbox. */
class Port {
  #worker;
  #waiting = new Map();
  #requests = 0;

  /** `config`: the text of an arrconfig.json with the sandbox's account. */
  constructor(worker, config) {
    this.#worker = worker;
    this.config = config;
    worker.onmessage = ({ data: { id, answer } }) => {
      this.#waiting.get(id)?.(answer);
      this.#waiting.delete(id);
    };
    // What has failed answers nothing any more.
    worker.onerror = () => {
      this.#waiting.forEach((tell) => tell(null));
      this.#waiting.clear();
    };
  }

  /** As the browser's `fetch`, of a `Request`. */
  fetch = async (request) => {
    const { method, url, headers } = request;
    const { status, body, ...answer } = await this.#ask({ method, url, headers: [...headers], body: await request.text() });
    // A Response of some statuses takes no body, not even an empty one.
    return new Response(body || null, { status, headers: answer.headers });
  };

  /** Gives the milliseconds that a region is away. */
  probe = async (url) => (await this.#ask({ method: 'HEAD', url, headers: [], body: '' })).takes;

  /** Ends the sandbox, and everything in it is gone. */
  close() {
    this.#worker.terminate();
  }

  async #ask(request) {
    const id = this.#requests++;
    const answer = await new Promise((tell) => {
      this.#waiting.set(id, tell);
      this.#worker.postMessage({ id, ...request });
    });
    if (!answer) throw new TypeError('Nothing answers there.');
    return answer;
  }
}

/** Starts a sandbox; null where its worker cannot be loaded. */
export function openSandbox() {
  return new Promise((tell) => {
    const worker = new Worker(policy ? policy.createScriptURL('') : SCRIPT, { type: 'module' });
    worker.onmessage = ({ data: config }) => tell(config && new Port(worker, config));
    worker.onerror = () => tell(null);
  });
}
