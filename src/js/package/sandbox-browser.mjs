// The sandbox's entry for pages, workers and bundlers.
import { fetchFile, openBy } from './load.mjs';

export { initSandbox, openSandbox } from './sandbox.mjs';

openBy(fetchFile);
