import { RestError } from './rest-error.js';

/** A program's own `fetch`, checked: the module takes it that there is an answer, or none. */
export function ownFetch(fetch) {
  if (fetch === undefined || fetch === null) return undefined;
  if (typeof fetch !== 'function') throw new RestError('fetch: not a function', { kind: 'invalid-argument' });
  return async (request) => {
    const answer = await fetch(request);
    if (answer instanceof Response) return answer;
    throw new TypeError('not a Response');
  };
}
