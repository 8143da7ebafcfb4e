// What programs take from the original beside its client.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KnownRenderingServerSize, KnownRenderingSessionStatus, RemoteRenderingServiceError } from 'remote-rendering';
import { clientThatHears } from './answering.mjs';

test('the sizes and statuses have names', () => {
  assert.deepEqual(Object.values(KnownRenderingServerSize).sort(), ['Premium', 'Standard']);
  assert.deepEqual(Object.values(KnownRenderingSessionStatus).sort(), ['Error', 'Expired', 'Ready', 'Starting', 'Stopped']);
});

test('a session that failed tells why by an error', async (context) => {
  const failed = {
    id: 'a',
    creationTime: '2021-05-14T16:25:13.5686988+00:00',
    elapsedTimeMinutes: 0,
    maxLeaseTimeMinutes: 5,
    size: 'Standard',
    status: 'Error',
    error: {
      code: 'NoServer',
      message: 'There is no server.',
      target: 'server',
      details: [{ code: 'Detail', message: 'All are taken.' }],
      innerError: { code: 'Inner', message: 'The pool is empty.' },
    },
  };
  const client = await clientThatHears(failed, context);

  const { status, error } = await client.getSession('a');
  assert.equal(status, KnownRenderingSessionStatus.Error);
  assert.ok(error instanceof RemoteRenderingServiceError && error instanceof Error);
  assert.deepEqual([error.code, error.message, error.target], ['NoServer', 'There is no server.', 'server']);
  assert.ok(error.details[0] instanceof RemoteRenderingServiceError);
  assert.equal(error.details[0].message, 'All are taken.');
  assert.equal(error.innerError.code, 'Inner');
  const ready = await client.beginSession('a', { maxLeaseTimeInMinutes: 5, size: KnownRenderingServerSize.Standard });
  const { isCompleted, result } = ready.getOperationState();
  assert.ok(isCompleted && result.error instanceof RemoteRenderingServiceError);
});
