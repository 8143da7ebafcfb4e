// A session service within the program itself. Its WebAssembly module answers requests, which are never sent.
import instantiate, { Service } from 'sandbox-bindings';
import { disposable, freed } from './free.mjs';
import { once } from './load.mjs';
import { RestError } from './rest-error.js';

export const initSandbox = once(instantiate, new URL('./sandbox.wasm', import.meta.url), 'initSandbox');

export async function openSandbox(options) {
  const distances = options?.distances ?? false;
  if (typeof distances !== 'boolean') throw wrong('distances: neither true nor false');
  await initSandbox();
  return new Sandbox(Service.begin(), distances);
}

class Sandbox {
  #service;
  #distances;
  #account;
  #endpoint;

  static {
    disposable(this);
  }

  constructor(service, distances) {
    this.#service = service;
    this.#distances = distances;
    const { accountSettings, renderingSessionSettings } = JSON.parse(service.config());
    this.#account = accountSettings;
    this.#endpoint = renderingSessionSettings.remoteRenderingDomain;
  }

  get endpoint() {
    return this.#endpoint;
  }

  get accountId() {
    return this.#account.arrAccountId;
  }

  get accountDomain() {
    return this.#account.arrAccountDomain;
  }

  get accountKey() {
    return this.#account.arrAccountKey;
  }

  /** Of its own, and not of its class: it is handed around as a function. */
  fetch = async (input, init) => {
    const request = new Request(input, init);
    const { headers, method, signal, url } = request;
    signal.throwIfAborted();
    const sent = await request.text();
    signal.throwIfAborted();
    const answer = JSON.parse(this.#running().answer(method, url, headers.get('authorization') ?? '', sent));
    if (this.#distances && answer) await wait(answer.takes, signal);
    if (!answer) throw new TypeError(`nothing of the sandbox answers at ${new URL(url).origin}`);
    return new Response(answer.body || null, { status: answer.status, headers: answer.headers });
  };

  advance(milliseconds) {
    if (!Number.isFinite(milliseconds) || milliseconds < 0) throw wrong('milliseconds: not a number from 0 on');
    this.#running().advance(milliseconds);
  }

  free() {
    this.#service?.free();
    this.#service = undefined;
  }

  #running() {
    if (this.#service) return this.#service;
    throw freed('sandbox', 'open another one by openSandbox()');
  }
}

/** Resolves after a time; rejects with the signal's reason when that is aborted before. */
function wait(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', end);
      resolve();
    }, milliseconds);
    signal.addEventListener('abort', end, { once: true });
  });
}

function wrong(message) {
  return new RestError(message, { kind: 'invalid-argument' });
}
