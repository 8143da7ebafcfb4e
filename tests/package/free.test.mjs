// What is freed by its owner: it says so from then on, and what is under way ends by itself.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { RemoteRenderingClient } from 'remote-rendering';
import { openSandbox } from 'remote-rendering/sandbox';

const STANDARD = { maxLeaseTimeInMinutes: 5, size: 'Standard' };

/** A sandbox, and a client of it whose calls wait until they are let go. */
async function opened() {
  const sandbox = await openSandbox();
  const { accountId, accountDomain, accountKey: key, endpoint } = sandbox;
  let calls = 0;
  let open = Promise.resolve();
  const fetch = async (request) => {
    calls += 1;
    await open;
    return sandbox.fetch(request);
  };
  return {
    sandbox,
    client: new RemoteRenderingClient(endpoint, accountId, accountDomain, { key }, { fetch }),
    /** Holds calls back from now on; resolves with what lets them go, once there is one. */
    hold: (call) => {
      const [before, { promise, resolve }] = [calls, withResolve()];
      open = promise;
      const begun = call();
      return { begun, sent: until(() => calls > before), release: resolve };
    },
  };
}

function withResolve() {
  let resolve;
  const promise = new Promise((it) => {
    resolve = it;
  });
  return { promise, resolve };
}

async function until(condition) {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

test('a client that was freed rejects every call, and says what to do', async () => {
  const { client, sandbox } = await opened();
  const poller = await client.beginSession('a', STANDARD, { intervalInMs: 10 });
  const list = client.listSessions();
  await list.next();
  client.free();
  client.free();
  for (const call of [
    () => client.getSession('a'),
    () => client.beginSession('b', STANDARD),
    () => client.beginSession({ resumeFrom: poller.toString() }),
    () => client.updateSession('a', { maxLeaseTimeInMinutes: 9 }),
    () => client.endSession('a'),
    () => client.listSessions().next(),
    () => client.listSessions().byPage().next(),
    () => client.listRegions(),
    () => client.createNearest('c', STANDARD),
  ]) {
    await assert.rejects(call, { name: 'RestError', kind: 'freed', message: 'this client was freed: make a new one' });
  }
  assert.ok(!inspect(client, { showHidden: true, depth: 9 }).includes(sandbox.accountKey));
  // What it had begun is apart.
  assert.ok((await list.next()).done);
  sandbox.advance(20_000);
  assert.equal((await poller.pollUntilDone()).status, 'Ready');
});

test('a call under way ends by itself when its client is freed', async () => {
  const { client, hold } = await opened();
  await client.beginSession('a', STANDARD);
  const { begun, release, sent } = hold(() => client.getSession('a'));
  await sent;
  client.free();
  release();
  assert.equal((await begun).sessionId, 'a');
  // One that has not been sent yet is not sent any more.
  const other = await opened();
  const late = other.client.getSession('a');
  other.client.free();
  await assert.rejects(late, { kind: 'freed' });
});

test('a poller that was freed polls no more, and knows what it has seen', async () => {
  const { client, sandbox } = await opened();
  const poller = await client.beginSession('a', STANDARD, { intervalInMs: 60_000 });
  const waiting = poller.pollUntilDone();
  poller.free();
  poller.free();
  const freed = { name: 'RestError', kind: 'freed', message: /beginSession\(\{ resumeFrom \}\)/ };
  await assert.rejects(waiting, freed);
  for (const call of [() => poller.poll(), () => poller.pollUntilDone(), () => poller.cancelOperation()]) {
    await assert.rejects(call, freed);
  }
  assert.ok(poller.isStopped() && !poller.isDone());
  assert.equal(poller.getResult(), undefined);
  assert.equal(poller.getOperationState().latestResponse.status, 'Starting');
  poller.stopPolling();
  // The text of it is good for another one.
  sandbox.advance(20_000);
  const resumed = await client.beginSession({ resumeFrom: poller.toString() });
  assert.equal((await resumed.pollUntilDone()).status, 'Ready');
});

test('a question under way ends by itself when its poller is freed', async () => {
  const { client, hold, sandbox } = await opened();
  const poller = await client.beginSession('a', STANDARD);
  sandbox.advance(20_000);
  const { begun, release, sent } = hold(() => poller.poll());
  await sent;
  poller.free();
  release();
  await begun;
  assert.equal(poller.getResult().status, 'Ready');

  const other = await client.beginSession('b', STANDARD);
  const ending = hold(() => other.cancelOperation());
  await ending.sent;
  other.free();
  ending.release();
  await ending.begun;
  assert.equal(other.getResult().status, 'Stopped');
});

test('`using` frees them where the platform has it', { skip: !Symbol.dispose }, async () => {
  const { client } = await opened();
  const poller = await client.beginSession('a', STANDARD);
  poller[Symbol.dispose]();
  await assert.rejects(poller.poll(), { kind: 'freed' });
  client[Symbol.dispose]();
  await assert.rejects(client.getSession('a'), { kind: 'freed' });
});
