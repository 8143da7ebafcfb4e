import { RestError } from './rest-error.js';
import { toSession } from './session.mjs';
import { nativeSignal } from './signal.mjs';

export class RenderingSessionPoller {
  #core;
  #intervalInMs;
  #latest;
  #listeners = new Set();
  #stop = new AbortController();

  constructor(core, intervalInMs) {
    this.#core = core;
    this.#intervalInMs = intervalInMs;
    this.#latest = toSession(core.latest);
  }

  async poll({ abortSignal } = {}) {
    await this.#core.poll(nativeSignal(abortSignal));
    this.#see();
  }

  async pollUntilDone({ abortSignal } = {}) {
    if (this.isStopped()) this.#stop = new AbortController();
    const signals = [this.#stop.signal, nativeSignal(abortSignal)].filter(Boolean);
    const signal = AbortSignal.any(signals);
    while (!this.isDone()) {
      try {
        await this.#core.pollLater(this.#intervalInMs, signal);
      } catch (error) {
        // `cancelOperation` wakes who waits, and has asked already.
        if (this.isDone()) break;
        throw error;
      }
      this.#see();
    }
    return this.getResult();
  }

  getOperationState() {
    return {
      latestResponse: this.#latest,
      isStarted: true,
      isCompleted: this.isDone(),
      isCancelled: this.#latest.status === 'Stopped',
      result: this.getResult(),
    };
  }

  getResult() {
    return this.isDone() ? this.#latest : undefined;
  }

  isDone() {
    return this.#core.isDone;
  }

  isStopped() {
    return this.#stop.signal.aborted;
  }

  stopPolling() {
    this.#stop.abort(new RestError('This poller is already stopped', { kind: 'stopped' }));
  }

  async cancelOperation({ abortSignal } = {}) {
    const signal = nativeSignal(abortSignal);
    await this.#core.endSession(signal);
    await this.poll({ abortSignal: signal });
    this.stopPolling();
  }

  onProgress(callback) {
    this.#listeners.add(callback);
    return () => this.#listeners.delete(callback);
  }

  toString() {
    return JSON.stringify({ state: this.getOperationState() });
  }

  #see() {
    this.#latest = toSession(this.#core.latest);
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
