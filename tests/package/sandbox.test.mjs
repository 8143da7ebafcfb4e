// The sandbox as a function that is called instead of the platform's fetch, in Node.
import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { test } from 'node:test';
import { RestError } from 'remote-rendering';
import { initSandbox, openSandbox } from 'remote-rendering/sandbox';

const SILENT = 'https://southeastasia.sandbox.invalid';

/** Calls a sandbox, or what another `fetch` is of, with its key; gives the status and what the body says. */
async function ask({ accountId, accountKey, endpoint, ...own }, path, { fetch = own.fetch, ...init } = {}) {
  const headers = { authorization: `Bearer ${accountId}:${accountKey}` };
  const answer = await fetch(`${endpoint}/accounts/${accountId}${path}`, { headers, ...init });
  return [answer.status, await answer.json()];
}

test('a module that is not there is named, and the next attempt may succeed', async () => {
  await assert.rejects(initSandbox('file:///nowhere.wasm'), (error) => {
    assert.ok(error instanceof RestError && error.kind === 'not-loaded');
    assert.match(error.message, /file:\/\/\/nowhere\.wasm.*initSandbox\(\) takes another address$/);
    return true;
  });
  await initSandbox();
  await initSandbox('file:///nowhere.wasm');
});

test('it is called as the platform’s fetch is', async () => {
  const sandbox = await openSandbox();
  const { endpoint, fetch } = sandbox;
  for (const input of [`${endpoint}/regions`, new URL(`${endpoint}/regions`), new Request(`${endpoint}/regions`)]) {
    const answer = await fetch(input);
    assert.ok(answer instanceof Response);
    assert.equal((await answer.json()).regions.length, 10);
  }
  const pong = await fetch(`${endpoint}/ping`, { method: 'HEAD' });
  assert.equal(pong.status, 204);
  assert.equal(pong.headers.get('cache-control'), 'no-store');
  assert.equal((await ask(sandbox, '/token'))[0], 200);
  assert.equal((await ask(sandbox, '/token', { headers: {} }))[0], 401);
  await assert.rejects(fetch('no address'), TypeError);
  await assert.rejects(fetch(`${SILENT}/ping`), { name: 'TypeError', message: /southeastasia/ });
  await assert.rejects(fetch('https://example.org/'), TypeError);
  assert.ok(!inspect(sandbox, { showHidden: true }).includes(sandbox.accountKey));
});

test('an aborted call rejects with the signal’s reason', async () => {
  const { endpoint, fetch } = await openSandbox({ distances: true });
  const reason = new Error('no more');
  const is = (error) => error === reason;
  await assert.rejects(fetch(endpoint, { signal: AbortSignal.abort(reason) }), is);
  const controller = new AbortController();
  const { signal } = controller;
  const calls = ['australiaeast', 'westeurope'].map((region) => fetch(`https://${region}.sandbox.invalid/ping`, { signal }));
  assert.equal((await calls[1]).status, 204);
  controller.abort(reason);
  await assert.rejects(calls[0], is);
  await assert.rejects(fetch(endpoint, { signal }), is);
});

test('two sandboxes know nothing of each other', async () => {
  const [one, other] = await Promise.all([openSandbox(), openSandbox()]);
  assert.notEqual(one.accountId, other.accountId);
  assert.notEqual(one.accountKey, other.accountKey);
  assert.equal((await ask(one, '/token', { fetch: other.fetch }))[0], 401);
  one.free();
  assert.equal((await ask(other, '/token'))[0], 200);
});

test('wrong arguments are named', async () => {
  const wrong = (argument) => (error) => {
    assert.ok(error instanceof RestError && error.kind === 'invalid-argument');
    assert.ok(error.message.startsWith(`${argument}: `), error.message);
    return true;
  };
  for (const distances of ['yes', 1, {}]) await assert.rejects(openSandbox({ distances }), wrong('distances'));
  await openSandbox(null);
  const sandbox = await openSandbox();
  for (const milliseconds of [-1, NaN, Infinity, '1', undefined]) {
    assert.throws(() => sandbox.advance(milliseconds), wrong('milliseconds'));
  }
  sandbox.advance(0);
  sandbox.advance(Number.MAX_VALUE);
  assert.equal((await ask(sandbox, '/token'))[0], 200);
});

test('a sandbox that was freed says so, and what is under way ends by itself', async () => {
  const sandbox = await openSandbox({ distances: true });
  const under = sandbox.fetch(`${sandbox.endpoint}/ping`);
  // Its way begins in the next turn.
  await new Promise((resolve) => setImmediate(resolve));
  sandbox.free();
  sandbox.free();
  assert.equal((await under).status, 204);
  const freed = { name: 'RestError', kind: 'freed', message: /openSandbox\(\)/ };
  await assert.rejects(sandbox.fetch(`${sandbox.endpoint}/ping`), freed);
  assert.throws(() => sandbox.advance(1), freed);
  assert.equal(typeof sandbox.accountKey, 'string');
  if (Symbol.dispose) {
    const other = await openSandbox();
    other[Symbol.dispose]();
    assert.throws(() => other.advance(1), freed);
  }
});
