// Ten thousand calls leave nothing behind. They go to a server of the test's own, and to a sandbox: a service limits how often
// it is called.
import assert from 'node:assert/strict';
import { setMaxListeners } from 'node:events';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { RemoteRenderingClient } from 'remote-rendering';
import { openSandbox } from 'remote-rendering/sandbox';
import { clientThatHears } from './answering.mjs';

const CALLS = 10_000;
const AT_ONCE = 20;
/** What the heap may be larger by at the end: a call that left a hundred bytes behind would be beyond that. */
const SLACK = 1_000_000;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');

/** The memories of the modules that are begun from here on. */
const memories = [];
const { instantiate } = WebAssembly;
WebAssembly.instantiate = async (...given) => {
  const begun = await instantiate(...given);
  memories.push((begun.instance ?? begun).exports.memory);
  return begun;
};

const SESSION = {
  id: 'a',
  creationTime: '2021-05-14T16:25:13.5686988+00:00',
  elapsedTimeMinutes: 0,
  maxLeaseTimeMinutes: 5,
  size: 'Standard',
  status: 'Starting',
};

async function call(client, times, abortSignal) {
  for (let done = 0; done < times; done += AT_ONCE) {
    const calls = Array.from({ length: AT_ONCE }, () => client.getSession('a', { abortSignal }));
    for (const session of await Promise.all(calls)) assert.equal(session.status, 'Starting');
  }
}

async function heldBytes() {
  // What ended a moment ago is let go of in the next turns of the event loop.
  for (let turn = 0; turn < 5; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
  }
  return process.memoryUsage().heapUsed;
}

/** How large they are. */
const bytes = () => memories.map((memory) => memory.buffer.byteLength);

/** Calls ten thousand times, and compares what is held then with what was held before. */
async function leavesNothing(client) {
  // One signal for all of them: who would go on listening to it would be held by it.
  const { signal } = new AbortController();
  setMaxListeners(AT_ONCE, signal);
  await call(client, 2 * AT_ONCE * 50, signal);
  const before = { wasm: bytes(), heap: await heldBytes() };
  await call(client, CALLS, signal);
  const after = { wasm: bytes(), heap: await heldBytes() };
  assert.deepEqual(after.wasm, before.wasm);
  assert.ok(after.heap - before.heap < SLACK, `the heap grew by ${after.heap - before.heap} bytes`);
}

test('ten thousand calls leave nothing behind', async (test) => {
  await leavesNothing(await clientThatHears(SESSION, test));
});

test('nor do as many calls to a sandbox, and as many sandboxes that were freed', async () => {
  const sandbox = await openSandbox();
  const { accountDomain, accountId, accountKey: key, endpoint, fetch } = sandbox;
  const client = new RemoteRenderingClient(endpoint, accountId, accountDomain, { key }, { fetch });
  await client.beginSession('a', { maxLeaseTimeInMinutes: 5, size: 'Standard' });
  await leavesNothing(client);
  const before = bytes();
  for (let opened = 0; opened < CALLS; opened += 1) (await openSandbox()).free();
  assert.deepEqual(bytes(), before);
});
