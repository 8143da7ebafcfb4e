// The viewer's entry for pages and bundlers.
import { fetchFile, openBy } from './load.mjs';

export { connect, initViewer } from './viewer.mjs';

// Bundlers know this form, and bring the file along.
openBy(fetchFile, { viewer: new URL('./viewer.wasm', import.meta.url) });
