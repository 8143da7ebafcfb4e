// The viewer's entry for Node, which has no page: what renders pages there may import it, and nothing more.
import { RestError } from './rest-error.js';

export function connect() {
  throw noPage();
}

export async function initViewer() {
  throw noPage();
}

function noPage() {
  const message = 'remote-rendering/viewer shows a picture in a page, and there is none here: call connect() in the browser';
  return new RestError(message, { kind: 'no-page' });
}
