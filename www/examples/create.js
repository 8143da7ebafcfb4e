// Creates a session in the nearest region, and shows how that goes.
import { attempt } from './failures.js';
import { showRegions } from './regions.js';

const form = document.getElementById('create');
const { size, lease, cancel } = form.elements;
const problem = form.querySelector('.problem');
const progress = form.querySelector('progress');
const step = form.querySelector('[role=status]');

/** `sessions` hears of the new one; `signal` is the end of all. */
export function setUpCreate(account, sessions, signal) {
  size.value = account.size;
  lease.value = account.lease;
  say('');
  showRegions([]);
  problem.textContent = '';
  form.addEventListener(
    'submit',
    async (event) => {
      event.preventDefault();
      setBusy(true);
      const good = await attempt(problem, () => create(account, sessions, signal));
      if (!good) say('');
      setBusy(false);
      if (!signal.aborted) form.querySelector('button').focus();
    },
    { signal },
  );
}

async function create(account, sessions, signal) {
  const stopped = new AbortController();
  const abortSignal = AbortSignal.any([stopped.signal, signal]);
  cancel.onclick = () => stopped.abort();
  const settings = { size: size.value, maxLeaseTimeInMinutes: lease.valueAsNumber };
  const begun = performance.now();
  /** What may be there when it is cancelled. */
  let tried;
  say(`Measuring ${account.regions.length} regions.`);
  try {
    const nearest = await account.home.createNearest(`example-${Date.now().toString(36)}`, settings, {
      regions: account.regions,
      abortSignal,
      onProgress({ regions, provisional }) {
        const named = regions.map((region) => ({ ...region, title: account.nameOf(region.name) }));
        showRegions(named, provisional);
      },
      onEvent(event) {
        const region = account.nameOf(event.region);
        if (event.kind === 'trying') {
          tried = event;
          say(`Asking for a ${event.size} server in ${region}.`);
        }
        if (event.kind === 'created') {
          say(`Starting in ${region}.`);
          sessions.refresh();
        }
      },
    });
    const region = account.nameOf(nearest.region);
    const { status, error } = await nearest.poller.pollUntilDone({ abortSignal });
    const seconds = Math.round((performance.now() - begun) / 1000);
    if (status === 'Error') throw new Error(`The session in ${region} could not start: ${error.message}`);
    say(status === 'Ready' ? `Ready in ${region} after ${seconds} s.` : `The session in ${region} has ended.`);
    await sessions.refresh();
  } catch (error) {
    if (!abortSignal.aborted) throw error;
    say('Cancelled.');
    // Its person does not want it, and nobody else knows of it.
    if (tried?.sessionId) await end(account.clientIn(tried.region), tried.sessionId);
    await sessions.refresh();
  }
}

async function end(client, sessionId) {
  try {
    await client.endSession(sessionId);
  } catch (error) {
    if (error.kind !== 'not-found') throw error;
  }
}

function setBusy(isBusy) {
  progress.hidden = !isBusy;
  cancel.hidden = !isBusy;
  form.querySelector('button').disabled = isBusy;
  if (isBusy) cancel.focus();
}

function say(text) {
  step.textContent = text;
}
