// What is said of a failure: what it means here, and what to do. The rest is the service's own words.
import { RestError } from './remote-rendering/index.js';

const WORDS = {
  offline: 'This device is offline.',
  unreachable: 'Nothing answers at the service’s address. Is the service running?',
  'cors-refused': 'The service does not let this page call it. Its operator has to allow this page’s origin.',
  insecure: 'This page came by https, and may not call a service by http.',
  timeout: 'The service did not answer in time. Try again.',
  unauthorized: 'The service refuses the account’s key. Take a new arrconfig.json: the key may have been replaced.',
  forbidden: 'This account may not do that.',
  'not-found': 'The session is not there any more.',
  throttled: 'Too many calls. Wait a moment, then try again.',
  'no-region': 'No region answers from here.',
  'no-server': 'No region has a server free. Try again later.',
  'in-doubt': 'The answer was lost, so the session may be there. Refresh the list.',
};

export function wordsFor(error) {
  if (!(error instanceof RestError)) return error.message;
  const words = WORDS[error.kind] ?? error.message.replace(/^arrconfig: /, 'That is no good arrconfig.json: ');
  // By it an operator finds the call in the service's log.
  return error.msCv ? `${words} (${error.msCv})` : words;
}

/** Does something, and tells in an element what failed of it. Resolves with whether it went well. */
export async function attempt(problem, action) {
  problem.textContent = '';
  try {
    await action();
    return true;
  } catch (error) {
    problem.textContent = wordsFor(error);
    return false;
  }
}
