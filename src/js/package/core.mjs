// The client's own WebAssembly module.
import instantiate from 'sessions-bindings';
import { once } from './load.mjs';

export { CoreClient, createNearest, readArrConfig } from 'sessions-bindings';

// Bundlers know this form, and bring the file along.
export const init = once(instantiate, new URL('./sessions.wasm', import.meta.url), 'init');
