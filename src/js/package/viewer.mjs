// A session's picture in a page. Its WebAssembly module speaks with the session's host, shows what comes, and moves through it.
import instantiate, { CoreViewer } from 'viewer-bindings';
import { modules, once } from './load.mjs';
import { RestError } from './rest-error.js';
import { nativeSignal } from './signal.mjs';

export const initViewer = once(instantiate, () => modules.viewer, 'initViewer');

export function connect(session, target, options) {
  return new Viewer(granterOf(session), target, options ?? {});
}

/** What lasts: asked again, the service may answer. */
const TEMPORARY = ['offline', 'unreachable', 'interrupted', 'timeout', 'throttled', 'service-failed'];

const LABEL = 'Rendered scene';
const DESCRIPTION =
  'Drag to turn, drag with Shift or the right button to move, scroll to zoom. Arrow keys turn, with Shift they move, plus and minus zoom. ' +
  'F shows everything, Home the first view, M changes to walking, by W, A, S, D, Q and E.';

class Viewer extends EventTarget {
  #core;
  #ready = Promise.withResolvers ? Promise.withResolvers() : withResolvers();
  /** What the last grant failed with. */
  #notGranted;
  /** Loads under way, by their numbers. */
  #loads = new Map();
  #state = { status: 'connecting', step: 'granting' };
  #stopListening = () => undefined;

  static {
    if (Symbol.dispose) {
      this.prototype[Symbol.dispose] = function dispose() {
        this.close();
      };
    }
  }

  constructor(grant, target, { label = LABEL, description = DESCRIPTION, transport, smallestScale, playing, abortSignal }) {
    super();
    if (!(target instanceof HTMLElement)) throw wrong('target: no HTML element');
    if (![undefined, 'webrtc', 'websocket'].includes(transport)) throw wrong('transport: neither "webrtc" nor "websocket"');
    if (smallestScale !== undefined && !(smallestScale >= 0 && smallestScale <= 1)) throw wrong('smallestScale: no number from 0 to 1');
    // Who does not wait for it learns of a failure by the state.
    this.#ready.promise.catch(() => undefined);
    const signal = nativeSignal(abortSignal);
    const options = {
      label: String(label),
      description: String(description),
      transport,
      smallestScale,
      playing: playing === undefined ? undefined : Boolean(playing),
    };
    const asked = () => this.#grant(grant);
    const open = () => {
      if (this.#state.status === 'closed') return;
      const told = (name, detail) => this.#heard(name, detail);
      this.#core = new CoreViewer(target, options, asked, told);
    };
    initViewer().then(open).catch((error) => {
      this.#become({ status: 'failed', kind: error.kind ?? 'not-loaded', message: error.message }, error);
    });
    this.#closeBy(signal);
  }

  get ready() {
    return this.#ready.promise;
  }

  get state() {
    return this.#state;
  }

  get models() {
    return this.#core?.models ?? [];
  }

  get available() {
    return this.#core?.available ?? [];
  }

  get maxUploadBytes() {
    return this.#core?.maxUploadBytes ?? 0;
  }

  get navigation() {
    return this.#core?.navigation ?? 'orbit';
  }

  set navigation(navigation) {
    if (navigation !== 'orbit' && navigation !== 'walk') throw wrong('navigation: neither "orbit" nor "walk"');
    this.#core?.setWalking(navigation === 'walk');
  }

  get playing() {
    return this.#core?.playing ?? false;
  }

  play() {
    this.#core?.setPlaying(true);
  }

  pause() {
    this.#core?.setPlaying(false);
  }

  load(source, options) {
    return this.#begin(options, (core) => core.load(String(source)));
  }

  upload(file, options) {
    if (!(file instanceof File)) return Promise.reject(wrong('file: no File'));
    return this.#begin(options, (core) => core.upload(file));
  }

  unload(model) {
    this.#core?.unload(Number(model?.model ?? model));
  }

  fit() {
    this.#core?.fit();
  }

  reset() {
    this.#core?.reset();
  }

  focus() {
    this.#core?.focus();
  }

  retry() {
    this.#core?.retry();
  }

  statistics() {
    return this.#core?.statistics();
  }

  async screenshot() {
    const failure = (message) => new RestError(message, { kind: 'no-picture' });
    if (!this.#core) throw failure('there is no picture');
    return this.#core.screenshot().catch((message) => {
      throw failure(message);
    });
  }

  close() {
    this.#end(closed());
  }

  #closeBy(signal) {
    if (!signal) return;
    const end = () => this.#end(signal.reason);
    if (signal.aborted) {
      end();
      return;
    }
    signal.addEventListener('abort', end);
    this.#stopListening = () => signal.removeEventListener('abort', end);
  }

  #end(reason) {
    if (this.#state.status === 'closed') return;
    this.#stopListening();
    const core = this.#core;
    this.#core = undefined;
    core?.close();
    core?.free();
    this.#become({ status: 'closed' }, reason);
  }

  /** The module's question for a grant. */
  async #grant(grant) {
    try {
      return await grant();
    } catch (error) {
      this.#notGranted = error;
      throw Object.assign(new Error(String(error?.message ?? error)), { isTemporary: TEMPORARY.includes(error?.kind) });
    }
  }

  #begin({ abortSignal, onProgress } = {}, act) {
    const signal = nativeSignal(abortSignal);
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      if (this.#state.status === 'closed') throw closed();
      if (!this.#core) throw new RestError('the viewer is not connected yet: await its `ready`', { kind: 'load-failed', code: 'unreachable' });
      const request = begun(() => act(this.#core));
      const cancel = () => {
        this.#core?.cancel(request);
        this.#loads.delete(request);
        reject(signal.reason);
      };
      const end = () => {
        signal?.removeEventListener('abort', cancel);
        this.#loads.delete(request);
      };
      signal?.addEventListener('abort', cancel, { once: true });
      this.#loads.set(request, { onProgress, resolve, reject, end });
    });
  }

  #heard(name, detail) {
    if (name === 'load') this.#loaded(detail);
    else if (name === 'statechange') this.#become(detail);
    else this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  #loaded(detail) {
    const { request, stage, model, code, message, ...progress } = detail;
    const load = this.#loads.get(request);
    if (stage === 'done') {
      load?.end();
      load?.resolve(model);
    } else if (stage === 'failed') {
      load?.end();
      load?.reject(new RestError(message, { kind: 'load-failed', code }));
    } else {
      load?.onProgress?.({ stage, ...progress });
    }
    this.dispatchEvent(new CustomEvent('load', { detail }));
  }

  #become(state, reason) {
    this.#state = state;
    if (state.status === 'connected') this.#ready.resolve(this);
    const failure = reason ?? this.#failureOf(state);
    if (failure) this.#giveUp(failure);
    this.dispatchEvent(new CustomEvent('statechange', { detail: state }));
  }

  #giveUp(failure) {
    this.#ready.reject(failure);
    const loads = [...this.#loads.values()];
    for (const load of loads) {
      load.end();
      load.reject(failure);
    }
  }

  #failureOf({ status, reason, kind, message }) {
    if (status === 'refused') return new RestError(REFUSED[reason] ?? `the host refuses: ${reason}`, { kind: 'connection-refused', code: reason });
    if (status === 'ended') return new RestError(`the session's host has ended the connection: ${reason}`, { kind: 'connection-ended', code: reason });
    if (status !== 'failed') return undefined;
    // Whoever gave no grant has said best why.
    return new RestError(message, { kind, ...(kind === 'not-granted' && { cause: this.#notGranted }) });
  }
}

const REFUSED = {
  busy: 'another device is connected to this session: it has to leave first',
  token: 'the host does not know the token: ask for another grant',
};

/** A session's grants, or the function that gives them. */
function granterOf(session) {
  if (typeof session === 'function') return session;
  const { client, sessionId } = session ?? {};
  if (typeof client?.connectSession !== 'function') throw wrong('session: neither a function nor one with a client and a sessionId');
  return () => client.connectSession(sessionId);
}

/** Of the module's own errors, which are texts, one of the package's class. */
function begun(act) {
  try {
    return act();
  } catch (error) {
    throw typeof error === 'string' ? wrong(error) : error;
  }
}

function closed() {
  return new RestError('this viewer was closed: connect() makes another', { kind: 'freed' });
}

function wrong(message) {
  return new RestError(message, { kind: 'invalid-argument' });
}

function withResolvers() {
  const members = {};
  members.promise = new Promise((resolve, reject) => Object.assign(members, { resolve, reject }));
  return members;
}
