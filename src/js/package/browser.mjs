// The entry for pages, workers and bundlers.
import { fetchFile, openBy } from './load.mjs';

export * from './exports.mjs';

openBy(fetchFile);
