// Clients of a sandbox, in Node: what the tests of somebody's own program would do.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RemoteRenderingClient, RestError, nearestRegion } from 'remote-rendering';
import { openSandbox } from 'remote-rendering/sandbox';

const STANDARD = { maxLeaseTimeInMinutes: 5, size: 'Standard' };
const MINUTE = 60_000;
const BOOTED = 20_000;
/** A key in the right form, and of nobody. */
const WRONG_KEY = 'bm90IHRoZSBrZXkgb2YgYW55IGFjY291bnQ=';

/** A client of a sandbox, by whichever of its settings are others. */
function clientOf(sandbox, { endpoint = sandbox.endpoint, credential, ...options } = {}) {
  const { accountId, accountDomain, accountKey: key, fetch } = sandbox;
  return new RemoteRenderingClient(endpoint, accountId, accountDomain, credential ?? { key }, { fetch, ...options });
}

async function idsOf(client) {
  const ids = [];
  for await (const { sessionId } of client.listSessions()) ids.push(sessionId);
  return ids;
}

for (const apiVersion of ['2021-01-01', 'v1']) {
  test(`a session lives its whole life without waiting, by ${apiVersion}`, async () => {
    const sandbox = await openSandbox();
    const client = clientOf(sandbox, { apiVersion });
    const poller = await client.beginSession('a', STANDARD, { intervalInMs: 10 });
    await poller.poll();
    const { sessionId, status } = poller.getOperationState().latestResponse;
    assert.deepEqual([status, sessionId === 'a'], ['Starting', apiVersion !== 'v1']);
    sandbox.advance(BOOTED);
    const ready = await poller.pollUntilDone({ abortSignal: AbortSignal.timeout(10_000) });
    assert.equal(ready.status, 'Ready');
    assert.match(ready.properties.host, /westeurope/);
    assert.deepEqual(await idsOf(client), [sessionId]);

    sandbox.advance(3 * MINUTE);
    assert.equal((await client.updateSession(sessionId, { maxLeaseTimeInMinutes: 7 })).maxLeaseTimeInMinutes, 7);
    sandbox.advance(3 * MINUTE);
    const later = await client.getSession(sessionId);
    assert.deepEqual([later.status, later.properties.elapsedTimeInMinutes], ['Ready', 6]);
    sandbox.advance(MINUTE);
    assert.equal((await client.getSession(sessionId)).status, 'Expired');
    await assert.rejects(client.updateSession(sessionId, { maxLeaseTimeInMinutes: 9 }), { kind: 'lease-refused' });
    assert.deepEqual(await idsOf(client), []);

    const other = await client.beginSession('b', STANDARD);
    await other.cancelOperation();
    assert.equal(other.getResult().status, 'Stopped');
    await assert.rejects(client.getSession('none'), { kind: 'not-found', statusCode: 404 });
    // Its tokens expire, and are renewed.
    sandbox.advance(25 * 60 * MINUTE);
    assert.deepEqual(await idsOf(client), []);
  });
}

test('what the service refuses is refused', async () => {
  const sandbox = await openSandbox();
  const client = clientOf(sandbox);
  await client.beginSession('taken', STANDARD);
  await assert.rejects(client.beginSession('taken', { ...STANDARD, size: 'Premium' }), { kind: 'conflict', statusCode: 409 });
  const stranger = clientOf(sandbox, { credential: { key: WRONG_KEY } });
  await assert.rejects(stranger.getSession('taken'), (error) => {
    assert.ok(error instanceof RestError && !error.stack.includes(WRONG_KEY));
    assert.deepEqual([error.kind, error.statusCode, error.code], ['unauthorized', 401, 'Unauthorized']);
    return error.msCv.endsWith('.0');
  });
  const unknown = clientOf(sandbox, { endpoint: 'https://atlantis.sandbox.invalid' });
  await assert.rejects(unknown.getSession('a'), { kind: 'unreachable', code: RestError.REQUEST_SEND_ERROR });
});

test('a key that is replaced in its credential is the one that counts', async () => {
  const sandbox = await openSandbox();
  const credential = { key: WRONG_KEY };
  const client = clientOf(sandbox, { credential });
  await assert.rejects(client.getSession('a'), { kind: 'unauthorized' });
  credential.key = sandbox.accountKey;
  await assert.rejects(client.getSession('a'), { kind: 'not-found' });
  credential.key = WRONG_KEY;
  await assert.rejects(client.getSession('a'), { kind: 'unauthorized' });
});

test('the sessions of two sandboxes are apart', async () => {
  const [one, other] = [await openSandbox(), await openSandbox()].map((sandbox) => clientOf(sandbox));
  await one.beginSession('a', STANDARD);
  assert.deepEqual(await idsOf(one), ['a']);
  assert.deepEqual(await idsOf(other), []);
});

test('a list has its pages', async () => {
  const client = clientOf(await openSandbox(), { endpoint: 'https://eastus.sandbox.invalid' });
  const ids = Array.from({ length: 120 }, (_, number) => `s${number}`);
  for (const id of ids) await client.beginSession(id, STANDARD);
  const pages = [];
  for await (const page of client.listSessions().byPage()) pages.push(page.length);
  assert.deepEqual(pages, [100, 20]);
  assert.deepEqual(await idsOf(client), ids);
});

test('a call on its way ends with its signal', async () => {
  const sandbox = await openSandbox({ distances: true });
  const client = clientOf(sandbox, { endpoint: 'https://australiaeast.sandbox.invalid' });
  await assert.rejects(client.getSession('a'), { kind: 'not-found' });
  const signals = [];
  const watched = clientOf(sandbox, {
    endpoint: 'https://australiaeast.sandbox.invalid',
    fetch: (request) => {
      signals.push(request.signal);
      return sandbox.fetch(request);
    },
  });
  const controller = new AbortController();
  const call = watched.getSession('a', { abortSignal: controller.signal });
  while (signals.length === 0) await new Promise((resolve) => setImmediate(resolve));
  controller.abort(new Error('no more'));
  await assert.rejects(call, { message: 'no more' });
  assert.ok(signals[0].aborted, 'its request, too');
});

test('a fetch of one’s own sees what is sent, and decides what is answered', async () => {
  const sandbox = await openSandbox();
  const sent = [];
  let busy = 1;
  const fetch = async (request) => {
    sent.push(`${request.method} ${new URL(request.url).pathname.split('/').at(-1)}`);
    if (request.url.includes('/sessions/') && busy-- > 0) return new Response(null, { status: 503 });
    return sandbox.fetch(request);
  };
  await clientOf(sandbox, { fetch }).beginSession('a', STANDARD);
  assert.deepEqual(sent, ['GET token', 'PUT a', 'PUT a']);
  for (const broken of [() => undefined, () => Promise.reject(new Error('mine')), () => ({ status: 200 })]) {
    // A create of v1 is not repeated.
    const fetch = (request) => (request.method === 'POST' ? broken() : sandbox.fetch(request));
    await assert.rejects(clientOf(sandbox, { fetch, apiVersion: 'v1' }).beginSession('a', STANDARD), { kind: 'unreachable' });
  }
  const wrong = { kind: 'invalid-argument', message: /^fetch: / };
  for (const fetch of ['fetch', {}, 0]) assert.throws(() => clientOf(sandbox, { fetch }), wrong);
  const regions = await clientOf(sandbox).listRegions();
  await assert.rejects(nearestRegion(regions, { fetch: 'fetch' }), wrong);
});
