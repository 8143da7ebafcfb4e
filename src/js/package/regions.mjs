import { once } from './load.mjs';
import { ownFetch } from './own-fetch.mjs';
import { RestError } from './rest-error.js';
import { nativeSignal } from './signal.mjs';

let loading;

/** The race's module, begun; `source` as `init` takes it. */
async function race(source) {
  loading ??= import('./regions.js').then(({ begin }) => begin({ RestError, once })).catch((cause) => {
    loading = undefined;
    throw new RestError(`regions.js could not be loaded (${cause.message})`, { kind: 'not-loaded', cause });
  });
  const module = await loading;
  await module.init(source);
  return module;
}

export async function initRegions(source) {
  await race(source);
}

export async function probeRegions(regions, { abortSignal, fetch, ...options } = {}) {
  const given = { ...options, signal: nativeSignal(abortSignal), fetch: ownFetch(fetch) };
  const { probeRegions: probe } = await race();
  return probe(regions, given);
}

export async function nearestRegion(regions, options) {
  const { verdict } = await probeRegions(regions, options);
  const nearest = regions.find((region) => region.name === verdict.region);
  if (!nearest) throw new RestError(`no region answers: ${verdict.reason}`, { kind: 'no-region' });
  return nearest;
}
