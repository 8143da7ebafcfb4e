// The entry for Node, whose `fetch` opens no files.
import { readFile } from 'node:fs/promises';
import { fetchFile, openBy } from './load.mjs';

export * from './exports.mjs';

openBy((address) => (String(address).startsWith('file:') ? readFile(new URL(address)) : fetchFile(address)));
