import { disposable, freed } from './free.mjs';
import { RestError } from './rest-error.js';
import { toSession } from './session.mjs';
import { nativeSignal } from './signal.mjs';

export class RenderingSessionPoller {
  #core;
  #intervalInMs;
  #latest;
  #isDone;
  #listeners = new Set();
  #stop = new AbortController();

  static {
    disposable(this);
  }

  constructor(core, intervalInMs) {
    this.#core = core;
    this.#intervalInMs = intervalInMs;
    this.#keep(core.seen);
  }

  async poll({ abortSignal } = {}) {
    this.#see(await this.#running().poll(nativeSignal(abortSignal)));
  }

  async pollUntilDone({ abortSignal } = {}) {
    this.#running();
    if (this.isStopped()) this.#stop = new AbortController();
    const signals = [this.#stop.signal, nativeSignal(abortSignal)].filter(Boolean);
    const signal = AbortSignal.any(signals);
    while (!this.isDone()) {
      try {
        this.#see(await this.#running().pollLater(this.#intervalInMs, signal));
      } catch (error) {
        // `cancelOperation` wakes who waits, and has asked already.
        if (this.isDone()) break;
        throw error;
      }
    }
    return this.getResult();
  }

  getOperationState() {
    return {
      latestResponse: this.#latest,
      isStarted: true,
      isCompleted: this.isDone(),
      isCancelled: this.#latest.status === 'Stopped',
    };
  }

  getResult() {
    return this.isDone() ? this.#latest : undefined;
  }

  isDone() {
    return this.#isDone;
  }

  isStopped() {
    return this.#stop.signal.aborted;
  }

  stopPolling() {
    this.#stop.abort(new RestError('This poller is already stopped', { kind: 'stopped' }));
  }

  async cancelOperation({ abortSignal } = {}) {
    this.#see(await this.#running().endSession(nativeSignal(abortSignal)));
    this.stopPolling();
  }

  onProgress(callback) {
    this.#listeners.add(callback);
    return () => this.#listeners.delete(callback);
  }

  toString() {
    return JSON.stringify({ state: this.getOperationState() });
  }

  free() {
    this.#stop.abort(this.#freed());
    this.#core?.free();
    this.#core = undefined;
  }

  #running() {
    if (this.#core) return this.#core;
    throw this.#freed();
  }

  #freed() {
    return freed('poller', 'get another one by beginSession({ resumeFrom })');
  }

  #keep({ session, isDone }) {
    this.#latest = toSession(session);
    this.#isDone = isDone;
  }

  #see(seen) {
    this.#keep(seen);
    const state = this.getOperationState();
    for (const callback of this.#listeners) callback(state);
  }
}

/** The id of the session that a poller's text is about. */
export function sessionIdOf(resumeFrom) {
  let state;
  try {
    ({ state } = JSON.parse(resumeFrom));
  } catch {
    // Told below.
  }
  const id = state?.latestResponse?.sessionId;
  if (id) return id;
  throw new RestError('resumeFrom: not the text of a poller', { kind: 'invalid-argument' });
}
