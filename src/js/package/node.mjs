// The entry for Node, whose `fetch` opens no files. Its modules are in scripts: what bundles a server, as Next.js does, brings
// scripts along and leaves files behind.
import { readFile } from 'node:fs/promises';
import { fetchFile, openBy } from './load.mjs';

export * from './exports.mjs';

openBy((address) => (String(address).startsWith('file:') ? readFile(new URL(address)) : fetchFile(address)), {
  get sessions() {
    return import('./sessions.wasm.js').then((script) => script.default);
  },
  get regions() {
    return import('./regions.wasm.js').then((script) => script.default);
  },
});
