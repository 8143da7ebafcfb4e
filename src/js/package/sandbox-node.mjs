// The sandbox's entry for Node.
import { openBy } from './load.mjs';
import { bytesIn, readOrFetchFile } from './read-file.mjs';

export { initSandbox, openSandbox } from './sandbox.mjs';

openBy(readOrFetchFile, {
  get sandbox() {
    return bytesIn(import('./sandbox.wasm.js'));
  },
});
