import { CoreClient, createNearest, init } from './core.mjs';
import { disposable, freed } from './free.mjs';
import { ownFetch } from './own-fetch.mjs';
import { RenderingSessionPoller, sessionIdOf } from './poller.mjs';
import { probeRegions } from './regions.mjs';
import { RestError } from './rest-error.js';
import { toSession } from './session.mjs';
import { nativeSignal } from './signal.mjs';

export class RemoteRenderingClient {
  #settings;
  #credential;
  #made;
  /** What comes after the endpoint and the account: a client in another region takes the same. */
  #others;

  static {
    disposable(this);
  }

  constructor(endpoint, accountId, ...others) {
    const [domainOrToken] = others;
    check(endpoint, "Argument cannot be null or empty: 'endpoint'.");
    check(accountId, "Argument cannot be null or empty: 'accountId'.");
    check(domainOrToken, 'Argument 3 cannot be null or empty.');
    const isDomain = typeof domainOrToken === 'string';
    const [credential, options] = isDomain ? others.slice(1) : others;
    check(credential, 'Argument 4 cannot be null or empty.');
    const { authenticationEndpointUrl, apiVersion, fetch } = options ?? {};
    const sts = authenticationEndpointUrl || (isDomain ? domainOrToken : undefined);
    this.#settings = { endpoint, accountId, sts, apiVersion, fetch: ownFetch(fetch) };
    this.#credential = credential;
    this.#others = others;
  }

  async beginSession(sessionIdOrOptions, settings, options) {
    const isResumed = typeof sessionIdOrOptions === 'object' && sessionIdOrOptions !== null;
    const { abortSignal, intervalInMs, resumeFrom } = (isResumed ? sessionIdOrOptions : options) ?? {};
    const signal = nativeSignal(abortSignal);
    await init();
    const poller = isResumed
      ? this.#core.resumeSession(sessionIdOf(resumeFrom), signal)
      : this.#core.beginSession(text(sessionIdOrOptions), Number(settings?.maxLeaseTimeInMinutes), text(settings?.size), signal);
    return new RenderingSessionPoller(await poller, intervalInMs);
  }

  async getSession(sessionId, { abortSignal } = {}) {
    const signal = nativeSignal(abortSignal);
    await init();
    return toSession(await this.#core.getSession(text(sessionId), signal));
  }

  async updateSession(sessionId, settings, { abortSignal } = {}) {
    const signal = nativeSignal(abortSignal);
    await init();
    return toSession(await this.#core.updateSession(text(sessionId), Number(settings?.maxLeaseTimeInMinutes), signal));
  }

  async endSession(sessionId, { abortSignal } = {}) {
    const signal = nativeSignal(abortSignal);
    await init();
    await this.#core.endSession(text(sessionId), signal);
  }

  async connectSession(sessionId, { abortSignal } = {}) {
    const signal = nativeSignal(abortSignal);
    await init();
    return this.#core.connectSession(text(sessionId), signal);
  }

  listSessions({ abortSignal } = {}) {
    const signal = nativeSignal(abortSignal);
    const sessions = sessionsOf(this.#pages(signal));
    return {
      next: () => sessions.next(),
      return: () => sessions.return(),
      [Symbol.asyncIterator]() {
        return this;
      },
      byPage: () => this.#pages(signal),
    };
  }

  async listRegions({ abortSignal } = {}) {
    const signal = nativeSignal(abortSignal);
    await init();
    return JSON.parse(await this.#core.listRegions(signal)).regions;
  }

  async createNearest(sessionId, settings, { regions, intervalInMs, watchMs, onEvent, ...race } = {}) {
    const abortSignal = nativeSignal(race.abortSignal);
    const options = { ...race, abortSignal, fetch: this.#settings.fetch };
    await init();
    const others = this.#others;
    const known = regions ?? (await this.listRegions(options));
    const ranked = await probeRegions(known, options);
    const endpoints = new Map(known.map(({ name, endpoint }) => [name, endpoint]));
    const begun = await createNearest(
      this.#core,
      text(sessionId),
      Number(settings?.maxLeaseTimeInMinutes),
      text(settings?.size),
      ranked.regions.map((region) => ({ ...region, endpoint: endpoints.get(region.name) })),
      { watchMs, onEvent },
      abortSignal,
    );
    return {
      region: begun.region,
      size: begun.size,
      client: new RemoteRenderingClient(begun.endpoint, this.#settings.accountId, ...others),
      poller: new RenderingSessionPoller(begun.poller, intervalInMs),
    };
  }

  free() {
    this.#forget();
    this.#credential = this.#others = undefined;
  }

  #forget() {
    this.#made?.client.free();
    this.#made = undefined;
  }

  /** The module's client, which can be had after `init()`. It is used at once: after another turn it may be freed. */
  get #core() {
    const credential = this.#credential;
    if (!credential) throw freed('client', 'make a new one');
    // A key may be replaced in its credential; then the old one's token is no use any more.
    if (this.#made?.key !== credential.key) this.#forget();
    this.#made ??= { key: credential.key, client: new CoreClient({ ...this.#settings, ...credentialOf(credential) }) };
    return this.#made.client;
  }

  async *#pages(signal) {
    await init();
    const pages = this.#core.listSessions();
    for (let page = await pages.next(signal); page; page = await pages.next(signal)) yield page.map(toSession);
  }
}

async function* sessionsOf(pages) {
  for await (const page of pages) yield* page;
}

/** One of the three kinds, as the module takes them. */
function credentialOf(credential) {
  const { key, token } = credential;
  if (key) return { key };
  if (token) return { token };
  if (typeof credential.getToken === 'function') return { getToken: (scope) => credential.getToken(scope) };
  return {};
}

function check(argument, message) {
  if (!argument) throw new RestError(message, { kind: 'invalid-argument' });
}

function text(argument) {
  return String(argument ?? '');
}
