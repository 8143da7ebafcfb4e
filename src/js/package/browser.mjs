// The entry for pages, workers and bundlers.
import { fetchFile, openBy } from './load.mjs';

export * from './exports.mjs';

// Bundlers know this form, and bring the files along.
openBy(fetchFile, {
  sessions: new URL('./sessions.wasm', import.meta.url),
  regions: new URL('./regions.wasm', import.meta.url),
});
