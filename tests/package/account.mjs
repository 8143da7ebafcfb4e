// The development account of the service that runs beside the tests, and clients of it. Copied into a folder of its own, in
// which the packed package is installed: `remote-rendering` is what somebody gets from npm.
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { RemoteRenderingClient } from 'remote-rendering';

const { accountSettings, renderingSessionSettings } = JSON.parse(await readFile('arrconfig.json', 'utf8'));
export const id = accountSettings.arrAccountId;
export const key = accountSettings.arrAccountKey;
export const domain = accountSettings.arrAccountDomain;
export const endpoint = renderingSessionSettings.remoteRenderingDomain;

/** A key in the right form, and of nobody. */
export const WRONG_KEY = 'bm90IHRoZSBrZXkgb2YgYW55IGFjY291bnQ=';

export const STANDARD = { maxLeaseTimeInMinutes: 5, size: 'Standard' };

export const newId = () => `npm-${randomUUID()}`;

export function client(credential = { key }, options = undefined) {
  return new RemoteRenderingClient(endpoint, id, domain, credential, options);
}
