// What fails: in the original's words where it had any, always of one class, and without secrets.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { RemoteRenderingClient, RestError, init, readArrConfig } from 'remote-rendering';
import { STANDARD, WRONG_KEY, client, domain, endpoint, id, key, newId } from './account.mjs';

test('missing arguments of the constructor are told at once, in the original words', () => {
  const thrown = (...given) => {
    try {
      return new RemoteRenderingClient(...given);
    } catch (error) {
      assert.ok(error instanceof RestError && error.kind === 'invalid-argument');
      return error.message;
    }
  };
  for (const empty of ['', undefined, null]) {
    assert.equal(thrown(empty, id, domain, { key }), "Argument cannot be null or empty: 'endpoint'.");
    assert.equal(thrown(endpoint, empty, domain, { key }), "Argument cannot be null or empty: 'accountId'.");
    assert.equal(thrown(endpoint, id, empty, { key }), 'Argument 3 cannot be null or empty.');
    assert.equal(thrown(endpoint, id, empty), 'Argument 3 cannot be null or empty.');
  }
  assert.equal(thrown(endpoint, id, domain), 'Argument 4 cannot be null or empty.');
});

test('wrong arguments are named, and nothing is sent', async () => {
  const wrong = { kind: 'invalid-argument', statusCode: undefined };
  const at = (where, account, credential, options) => new RemoteRenderingClient(where, account, domain, credential, options);
  for (const [argument, call] of [
    ['endpoint', at('ftp://x', id, { key }).getSession('a')],
    ['accountId', at(endpoint, '1234', { key }).getSession('a')],
    ['credential', at(endpoint, id, { key: 'not base64!' }).getSession('a')],
    ['credential', at(endpoint, id, { kay: key }).getSession('a')],
    ['apiVersion', at(endpoint, id, { key }, { apiVersion: '2020' }).getSession('a')],
    ['sessionId', client().getSession('a b')],
    ['sessionId', client().endSession(undefined)],
    ['maxLeaseTimeInMinutes', client().beginSession(newId(), { ...STANDARD, maxLeaseTimeInMinutes: -4 })],
    ['maxLeaseTimeInMinutes', client().beginSession(newId(), { size: 'Standard' })],
    ['maxLeaseTimeInMinutes', client().updateSession('a', { maxLeaseTimeInMinutes: 1441 })],
  ]) {
    await assert.rejects(call, (error) => {
      assert.ok(error instanceof RestError);
      assert.deepEqual({ kind: error.kind, statusCode: error.statusCode }, wrong);
      assert.ok(error.message.startsWith(`${argument}: `), error.message);
      assert.ok(!error.message.includes('not base64!') && !error.message.includes(key));
      return true;
    });
  }
});

test('a refusal has the service’s words, its code and its MS-CV', async () => {
  await assert.rejects(client({ key: WRONG_KEY }).getSession(newId()), (error) => {
    assert.equal(error.name, 'RestError');
    assert.equal(error.kind, 'unauthorized');
    assert.equal(error.statusCode, 401);
    assert.equal(error.code, 'Unauthorized');
    assert.ok(error.message.startsWith('Unauthorized') && error.msCv.includes('.'));
    assert.ok(!JSON.stringify(error).includes(WRONG_KEY) && !error.stack.includes(WRONG_KEY));
    return true;
  });
  const [it, taken] = [client(), newId()];
  await it.beginSession(taken, STANDARD);
  await assert.rejects(it.beginSession(taken, { ...STANDARD, size: 'Premium' }), { kind: 'conflict', statusCode: 409 });
  await assert.rejects(it.updateSession(taken, { maxLeaseTimeInMinutes: 1 }), { kind: 'lease-refused', statusCode: 422 });
  await it.endSession(taken);
});

test('a token that cannot be had tells why', async () => {
  const cause = new Error('signed out');
  const getToken = () => Promise.reject(cause);
  await assert.rejects(client({ getToken }).getSession(newId()), { kind: 'credential-failed', cause });
  const token = { token: 'no token', expiresOnTimestamp: 0 };
  const given = new RemoteRenderingClient(endpoint, id, token);
  await assert.rejects(given.getSession(newId()), { kind: 'invalid-token' });
});

test('an aborted call rejects with the signal’s reason', async () => {
  const it = client();
  const aborted = AbortSignal.abort();
  for (const call of [
    it.getSession('a', { abortSignal: aborted }),
    it.beginSession(newId(), STANDARD, { abortSignal: aborted }),
    it.listSessions({ abortSignal: aborted }).next(),
  ]) {
    await assert.rejects(call, { name: 'AbortError' });
  }
  const poller = await it.beginSession(newId(), STANDARD, { intervalInMs: 60_000 });
  const controller = new AbortController();
  const waiting = poller.pollUntilDone({ abortSignal: controller.signal });
  const reason = new Error('no more');
  controller.abort(reason);
  await assert.rejects(waiting, (error) => error === reason);
  await poller.cancelOperation();
});

test('a signal of another class is heard', async () => {
  const listeners = [];
  const signal = { aborted: false, addEventListener: (_, listener) => listeners.push(listener) };
  const call = client().getSession(newId(), { abortSignal: signal });
  listeners.forEach((listener) => listener());
  await assert.rejects(call, { name: 'AbortError' });
});

test('an arrconfig.json is read, and what is wrong in it is named', async () => {
  const text = await readFile('arrconfig.json', 'utf8');
  const config = await readArrConfig(text);
  assert.deepEqual([config.accountId, config.accountKey], [id, key]);
  assert.deepEqual(await readArrConfig(JSON.parse(text)), config);
  const unfilled = JSON.stringify({ accountSettings: { arrAccountId: '<fill in the account id>' } });
  await assert.rejects(readArrConfig(unfilled), (error) => {
    assert.equal(error.kind, 'invalid-argument');
    assert.ok(error.message.includes('accountSettings.arrAccountId: not filled in'), error.message);
    return true;
  });
});

test('a module that is there already is not loaded again', async () => {
  await init();
  await init('http://127.0.0.1:1/nowhere.wasm');
});
