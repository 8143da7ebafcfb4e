// How the WebAssembly modules are loaded: each once, and at the first need of it.
import { RestError } from './rest-error.js';

/** How a file beside the entry is opened: the entries for browsers and for Node know. */
export let open;

export function openBy(opener) {
  open = opener;
}

export async function fetchFile(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response;
}

/** A function that begins a module once; a failed attempt may be repeated. `name` is what programs know it by. */
export function once(instantiate, ownFile, name) {
  let loading;
  return (source = ownFile) => {
    loading ??= load(instantiate, source, name).catch((error) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
}

async function load(instantiate, source, name) {
  const isAddress = typeof source === 'string' || source instanceof URL;
  try {
    await instantiate({ module_or_path: isAddress ? await open(source) : await source });
  } catch (cause) {
    const from = isAddress ? ` from ${source}` : '';
    const message = `a WebAssembly module could not be loaded${from} (${cause.message}); ${name}() takes another address`;
    throw new RestError(message, { kind: 'not-loaded', cause });
  }
}
