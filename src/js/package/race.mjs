// The race's own WebAssembly module, a file of its own (`regions.js`): who does not race does not load it. It is given what
// it shares with the client, of which there is to be one.
import instantiate, { probeRegions } from 'regions-bindings';

export let RestError;

export function begin(shared) {
  RestError = shared.RestError;
  return { probeRegions, init: shared.once(instantiate, new URL('./regions.wasm', import.meta.url), 'initRegions') };
}
