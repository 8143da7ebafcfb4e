// The entry for Node. Its modules are in scripts: what bundles a server, as Next.js does, brings scripts along and leaves files
// behind.
import { openBy } from './load.mjs';
import { bytesIn, readOrFetchFile } from './read-file.mjs';

export * from './exports.mjs';

openBy(readOrFetchFile, {
  get sessions() {
    return bytesIn(import('./sessions.wasm.js'));
  },
  get regions() {
    return bytesIn(import('./regions.wasm.js'));
  },
});
