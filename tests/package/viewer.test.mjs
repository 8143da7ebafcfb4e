// The viewer where there is no page.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RestError } from 'remote-rendering';
import { connect, initViewer } from 'remote-rendering/viewer';
import { STANDARD, client, newId } from './account.mjs';

test('Node may import it, and is told that it has no page', async () => {
  const noPage = (error) => error instanceof RestError && error.kind === 'no-page' && /in the browser/.test(error.message);
  assert.throws(() => connect({}, {}), noPage);
  await assert.rejects(initViewer(), noPage);
});

test('a simulated server lets no device connect, and says why', async () => {
  const own = client();
  const id = newId();
  const poller = await own.beginSession(id, STANDARD, { intervalInMs: 100 });
  await poller.pollUntilDone();
  await assert.rejects(own.connectSession(id), (error) => error instanceof RestError && error.kind === 'conflict' && /simulated/.test(error.message));
  await assert.rejects(own.connectSession('no such'), { kind: 'invalid-argument' });
  await assert.rejects(own.connectSession(newId()), { kind: 'not-found' });
  await own.endSession(id);
});
