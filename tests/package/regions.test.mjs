// The race for the nearest region, in Node.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nearestRegion, probeRegions } from 'remote-rendering';
import { STANDARD, client, endpoint, newId } from './account.mjs';

const region = (name, probeUrl) => ({
  name,
  displayName: name,
  endpoint,
  probeUrl,
  coordinates: { latitude: 0, longitude: 0 },
});
const open = region('open', `${endpoint}/ping`);
// A port on which nobody can listen.
const closed = region('closed', 'http://127.0.0.1:1/ping');

test('the region that answers is the nearest', async () => {
  const told = [];
  const { verdict, samples } = await probeRegions([closed, open], { onProgress: (progress) => told.push(progress) });
  assert.equal(verdict.kind, 'nearest');
  assert.equal(verdict.region, 'open');
  assert.ok(samples.some((sample) => sample.region === 'open' && sample.totalMs > 0));
  assert.ok(told.length > 0);
  assert.equal(await nearestRegion([closed, open]), open);
});

test('that none answers is said', async () => {
  await assert.rejects(nearestRegion([closed]), { name: 'RestError', kind: 'no-region' });
  await assert.rejects(probeRegions([{ name: 'x' }]), { name: 'RestError', kind: 'invalid-argument' });
  await assert.rejects(probeRegions([open], { abortSignal: AbortSignal.abort() }), { name: 'AbortError' });
});

test('a session is created in the nearest region', async () => {
  const [it, sessionId, events] = [client(), newId(), []];
  assert.ok((await it.listRegions()).length >= 10);
  const nearest = await it.createNearest(sessionId, STANDARD, {
    regions: [closed, open],
    intervalInMs: 200,
    onEvent: (event) => events.push(`${event.kind} ${event.region} ${event.sessionId === sessionId}`),
  });
  assert.deepEqual(events, ['trying open true', 'created open true', 'began open true']);
  assert.equal(nearest.region, 'open');
  assert.equal(nearest.size, 'Standard');
  assert.equal((await nearest.poller.pollUntilDone()).status, 'Ready');
  assert.equal((await nearest.client.getSession(sessionId)).status, 'Ready');
  await nearest.poller.cancelOperation();
});
