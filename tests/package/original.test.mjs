// What programs take from the original beside its client.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import {
  KnownRenderingServerSize,
  KnownRenderingSessionStatus,
  RemoteRenderingClient,
  RemoteRenderingServiceError,
} from 'remote-rendering';

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
  const server = createServer((_, response) => response.end(JSON.stringify(failed)));
  context.after(() => server.close().closeAllConnections());
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const claims = Buffer.from(JSON.stringify({ exp: Math.floor(Date.now() / 1000) + 3600 })).toString('base64url');
  const token = { token: `e30.${claims}.c2ln`, expiresOnTimestamp: Date.now() + 3_600_000 };
  const url = `http://127.0.0.1:${server.address().port}`;
  const client = new RemoteRenderingClient(url, '9d55d499-a467-46e9-ae18-7463c908d1dd', token);

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
