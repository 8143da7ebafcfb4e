// The client's own WebAssembly module.
import instantiate from 'sessions-bindings';
import { modules, once } from './load.mjs';

export { CoreClient, createNearest, readArrConfig } from 'sessions-bindings';

export const init = once(instantiate, () => modules.sessions, 'init');
