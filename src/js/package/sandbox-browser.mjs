// The sandbox's entry for pages, workers and bundlers.
import { fetchFile, openBy } from './load.mjs';

export { initSandbox, openSandbox } from './sandbox.mjs';

// Bundlers know this form, and bring the file along.
openBy(fetchFile, { sandbox: new URL('./sandbox.wasm', import.meta.url) });
