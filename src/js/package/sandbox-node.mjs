// The sandbox's entry for Node.
import { openBy } from './load.mjs';
import { readOrFetchFile } from './read-file.mjs';

export { initSandbox, openSandbox } from './sandbox.mjs';

openBy(readOrFetchFile);
