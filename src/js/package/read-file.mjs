// How Node opens a file: its `fetch` opens none.
import { readFile } from 'node:fs/promises';
import { fetchFile } from './load.mjs';

export function readOrFetchFile(address) {
  return String(address).startsWith('file:') ? readFile(new URL(address)) : fetchFile(address);
}
