// The entry for Node.
import { openBy } from './load.mjs';
import { readOrFetchFile } from './read-file.mjs';

export * from './exports.mjs';

openBy(readOrFetchFile);
