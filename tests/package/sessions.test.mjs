// The whole main job in Node.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RemoteRenderingClient } from 'remote-rendering';
import { STANDARD, client, domain, endpoint, id, key, newId } from './account.mjs';

test('a session goes from its creation to its end', async () => {
  const [it, sessionId] = [client(), newId()];
  const poller = await it.beginSession(sessionId, STANDARD, { intervalInMs: 200 });
  const begun = poller.getOperationState().latestResponse;
  assert.equal(begun.status, 'Starting');
  assert.equal(begun.partialProperties.host, undefined);
  assert.equal(poller.getResult(), undefined);
  const told = [];
  poller.onProgress((state) => told.push(state.latestResponse.status));

  const ready = await poller.pollUntilDone();
  assert.equal(ready.status, 'Ready');
  assert.equal(told.at(-1), 'Ready');
  assert.ok(poller.isDone());
  assert.deepEqual(poller.getResult(), ready);
  const { sessionId: itsId, size, maxLeaseTimeInMinutes, properties } = ready;
  assert.deepEqual({ itsId, size, maxLeaseTimeInMinutes }, { itsId: sessionId, ...STANDARD });
  assert.ok(properties.createdOn instanceof Date && Math.abs(properties.createdOn - Date.now()) < 60_000);
  assert.ok(properties.host.length > 0 && properties.teraflops > 0);
  assert.ok(properties.handshakePort >= 49152 && properties.arrInspectorPort >= 49152);
  assert.equal(properties.elapsedTimeInMinutes, 0);

  assert.deepEqual(await it.getSession(sessionId), ready);
  const longer = await it.updateSession(sessionId, { maxLeaseTimeInMinutes: 7 });
  assert.equal(longer.maxLeaseTimeInMinutes, 7);

  assert.equal(await it.endSession(sessionId), undefined);
  const ended = await it.getSession(sessionId);
  assert.equal(ended.status, 'Stopped');
  assert.ok(ended.partialProperties.createdOn instanceof Date);
  assert.equal('properties' in ended, false);
});

test('sessions are listed one by one and by page', async () => {
  const [it, ids] = [client(), [newId(), newId()]];
  for (const one of ids) await it.beginSession(one, STANDARD);
  const each = [];
  for await (const session of it.listSessions()) each.push(session.sessionId);
  const paged = [];
  for await (const page of it.listSessions().byPage()) paged.push(...page.map((session) => session.sessionId));
  for (const one of ids) assert.ok(each.includes(one) && paged.includes(one));
  const first = await it.listSessions().next();
  assert.equal(first.done, false);
  for (const one of ids) await it.endSession(one);
  for await (const session of it.listSessions()) assert.ok(!ids.includes(session.sessionId));
});

test('another poller goes on where one stopped', async () => {
  const [it, sessionId] = [client(), newId()];
  const poller = await it.beginSession(sessionId, STANDARD, { intervalInMs: 60_000 });
  const waiting = poller.pollUntilDone();
  poller.stopPolling();
  await assert.rejects(waiting, { name: 'RestError', kind: 'stopped', message: 'This poller is already stopped' });
  assert.ok(poller.isStopped() && !poller.isDone());

  const text = poller.toString();
  assert.ok(!text.includes(key));
  const resumed = await client().beginSession({ resumeFrom: text, intervalInMs: 200 });
  assert.equal((await resumed.pollUntilDone()).sessionId, sessionId);
  await poller.poll();
  assert.ok(poller.isDone());
  await it.endSession(sessionId);
  await assert.rejects(it.beginSession({ resumeFrom: 'nothing' }), { kind: 'invalid-argument' });
});

test('a cancelled operation ends its session, and wakes who waits for it', async () => {
  const it = client();
  const poller = await it.beginSession(newId(), STANDARD, { intervalInMs: 60_000 });
  const waiting = poller.pollUntilDone();
  await poller.cancelOperation();
  assert.equal((await waiting).status, 'Stopped');
  assert.ok(poller.getOperationState().isCancelled);
});

test('a token of the service and a function for tokens are credentials, too', async () => {
  const answer = await fetch(`${endpoint}/accounts/${id}/token`, { headers: { authorization: `Bearer ${id}:${key}` } });
  const { AccessToken: token } = await answer.json();
  const given = new RemoteRenderingClient(endpoint, id, { token, expiresOnTimestamp: Date.now() + 3_600_000 });
  const unknown = newId();
  await assert.rejects(given.getSession(unknown), { statusCode: 404 });

  const scopes = [];
  const fetched = client({
    getToken: async (scope) => {
      scopes.push(scope);
      return { token: `${id}:${key}`, expiresOnTimestamp: Date.now() + 3_600_000 };
    },
  });
  await Promise.all([1, 2, 3].map(() => assert.rejects(fetched.getSession(unknown), { statusCode: 404 })));
  assert.equal(scopes.length, 1);
  assert.ok(scopes[0].endsWith('/.default'));
});

test('the older generation of the API is spoken', async () => {
  const it = new RemoteRenderingClient(endpoint, id, domain, { key }, { apiVersion: 'v1' });
  const poller = await it.beginSession('chosen-by-the-service', STANDARD, { intervalInMs: 200 });
  const ready = await poller.pollUntilDone();
  assert.equal(ready.status, 'Ready');
  assert.notEqual(ready.sessionId, 'chosen-by-the-service');
  assert.equal(ready.properties.createdOn, undefined);
  assert.equal((await it.updateSession(ready.sessionId, { maxLeaseTimeInMinutes: 9 })).maxLeaseTimeInMinutes, 9);
  await it.endSession(ready.sessionId);
});
