// An account and its sessions in every region. The only place that knows the key.
import { RemoteRenderingClient, readArrConfig } from './remote-rendering/index.js';

const NEEDED = {
  accountId: 'accountSettings.arrAccountId',
  accountKey: 'accountSettings.arrAccountKey',
  accountDomain: 'accountSettings.arrAccountDomain',
  endpoint: 'renderingSessionSettings.remoteRenderingDomain',
};

export class Account {
  #config;
  #clients = new Map();
  regions = [];

  /** Reads an arrconfig.json, and proves its key by a first call. */
  static async open(text) {
    const config = await readArrConfig(text);
    const missing = Object.keys(NEEDED).filter((name) => !config[name]);
    if (missing.length > 0) throw new Error(`The file does not say ${missing.map((name) => NEEDED[name]).join(', ')}.`);
    const account = new Account();
    account.#config = config;
    await account.home.listSessions().next();
    account.regions = await account.home.listRegions();
    return account;
  }

  get lease() {
    return this.#config.maxLeaseTimeInMinutes || 30;
  }

  get size() {
    return this.#config.size ?? 'Standard';
  }

  /** A client at the address of the file. */
  get home() {
    return this.#clientAt(this.#config.endpoint);
  }

  clientIn(region) {
    return this.#clientAt(this.regions.find(({ name }) => name === region).endpoint);
  }

  nameOf(region) {
    return this.regions.find(({ name }) => name === region)?.displayName ?? region;
  }

  /** What is starting or ready, and the regions that could not say. */
  async sessions() {
    const asked = await Promise.allSettled(this.regions.map(({ name }) => this.#sessionsIn(name)));
    const silent = this.regions.filter((_, at) => asked[at].status === 'rejected');
    if (silent.length === asked.length && silent.length > 0) throw asked[0].reason;
    return { sessions: asked.flatMap(({ value }) => value ?? []), silent: silent.map(({ displayName }) => displayName) };
  }

  async #sessionsIn(region) {
    const found = [];
    for await (const session of this.clientIn(region).listSessions()) found.push({ region, ...session });
    return found;
  }

  #clientAt(endpoint) {
    const { accountId, accountDomain, accountKey: key } = this.#config;
    if (!this.#clients.has(endpoint)) {
      this.#clients.set(endpoint, new RemoteRenderingClient(endpoint, accountId, accountDomain, { key }));
    }
    return this.#clients.get(endpoint);
  }
}
