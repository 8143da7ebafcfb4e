// A session in the nearest region of a sandbox, and what happens where no server is free.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RemoteRenderingClient, nearestRegion, probeRegions } from 'remote-rendering';
import { openSandbox } from 'remote-rendering/sandbox';

const STANDARD = { maxLeaseTimeInMinutes: 5, size: 'Standard' };

function clientOf({ accountId, accountDomain, accountKey: key, endpoint, fetch }, options) {
  return new RemoteRenderingClient(endpoint, accountId, accountDomain, { key }, { fetch, ...options });
}

/** Creates a session, and notes what was tried. */
async function create(client, sessionId, options) {
  const events = [];
  const onEvent = ({ kind, region, size }) => events.push(`${kind} ${size} ${region}`);
  const nearest = await client.createNearest(sessionId, STANDARD, { settleMs: 0, watchMs: 50, onEvent, ...options });
  return { ...nearest, events };
}

/** The regions of these names. */
async function regionsOf(client, ...names) {
  const known = await client.listRegions();
  return known.filter(({ name }) => names.includes(name));
}

/** What calls `fetch`, but in regions where no server is free at all: a session is created there, and fails. */
function whereNoServerIsFree(fetch, isThere) {
  return async (request) => {
    const { hostname, pathname } = new URL(request.url);
    if (!isThere(hostname.split('.')[0]) || !pathname.includes('/sessions/')) return fetch(request);
    const id = pathname.split('/').at(-1);
    const session = { id, creationTime: new Date().toISOString(), elapsedTimeMinutes: 0, maxLeaseTimeMinutes: 5, size: 'Standard' };
    if (request.method === 'PUT') return Response.json({ ...session, status: 'Starting' }, { status: 201 });
    const error = { code: 'NoServerAvailable', message: 'No server is free.' };
    return Response.json({ ...session, status: 'Error', error });
  };
}

test('the nearest region is the nearest, and one that does not answer is out', async () => {
  const sandbox = await openSandbox({ distances: true });
  const { fetch } = sandbox;
  const regions = await clientOf(sandbox).listRegions();
  assert.equal((await nearestRegion(regions, { fetch, settleMs: 0 })).name, 'westeurope');
  const { verdict, regions: ranked } = await probeRegions(regions, { fetch, settleMs: 0 });
  assert.equal(verdict.kind, 'nearest');
  assert.equal(ranked.find(({ name }) => name === 'southeastasia').state, 'unreachable');

  const begun = await create(clientOf(sandbox), 'a');
  assert.deepEqual([begun.region, begun.size], ['westeurope', 'Standard']);
  assert.deepEqual(begun.events, ['trying', 'created', 'began'].map((kind) => `${kind} Standard westeurope`));
  sandbox.advance(20_000);
  assert.equal((await begun.client.getSession('a')).status, 'Ready');
  await begun.poller.cancelOperation();
});

test('where no Standard server is free, a Premium one is taken', async () => {
  const sandbox = await openSandbox({ distances: true });
  const client = clientOf(sandbox);
  const regions = await regionsOf(client, 'westeurope', 'eastus');
  // There are two.
  for (const id of ['a', 'b']) await client.beginSession(id, STANDARD);
  const begun = await create(client, 'c', { regions });
  assert.deepEqual([begun.region, begun.size], ['westeurope', 'Premium']);
  assert.deepEqual(begun.events, [
    'trying Standard westeurope',
    'created Standard westeurope',
    'failed Standard westeurope',
    'trying Premium westeurope',
    'created Premium westeurope',
    'began Premium westeurope',
  ]);
});

test('where no server is free at all, the next region is taken, and after the last it is told', async () => {
  const sandbox = await openSandbox({ distances: true });
  const regions = await regionsOf(clientOf(sandbox), 'westeurope', 'eastus');
  const there = clientOf(sandbox, { fetch: whereNoServerIsFree(sandbox.fetch, (region) => region === 'westeurope') });
  const begun = await create(there, 'a', { regions });
  assert.deepEqual([begun.region, begun.size], ['eastus', 'Standard']);
  assert.deepEqual(
    begun.events.filter((event) => event.startsWith('failed')),
    ['failed Standard westeurope', 'failed Premium westeurope'],
  );
  // Its server boots, or has booted by now.
  const { sessionId } = begun.poller.getOperationState().latestResponse;
  assert.match((await begun.client.getSession(sessionId)).status, /^(Starting|Ready)$/);

  const nowhere = clientOf(sandbox, { fetch: whereNoServerIsFree(sandbox.fetch, () => true) });
  await assert.rejects(create(nowhere, 'b', { regions: regions.slice(0, 1) }), { kind: 'no-server', message: /NoServerAvailable/ });
  await assert.rejects(create(nowhere, 'c', { regions: [] }), { kind: 'no-region' });
  for (const wrong of [{ watchMs: -1 }, { watchMs: '50' }, { onEvent: 'called' }]) {
    const [option] = Object.keys(wrong);
    await assert.rejects(create(nowhere, 'd', { regions, ...wrong }), { kind: 'invalid-argument', message: new RegExp(`^${option}: not a`) });
  }
});

test('a lost answer is looked up; where that cannot be, the doubt is told, and nothing more is tried', async () => {
  const sandbox = await openSandbox({ distances: true });
  /** Its answers to creates are lost, after they have arrived. */
  const fetch = async (request) => {
    const isCreate = ['PUT', 'POST'].includes(request.method);
    const answer = await sandbox.fetch(request);
    if (isCreate) throw new TypeError('the network went away');
    return answer;
  };
  const regions = await regionsOf(clientOf(sandbox), 'northeurope', 'eastus');
  const found = await create(clientOf(sandbox, { fetch }), 'a', { regions });
  assert.deepEqual([found.region, found.events.at(-1)], ['northeurope', 'began Standard northeurope']);

  const events = [];
  const doubtful = clientOf(sandbox, { fetch, apiVersion: 'v1' });
  const onEvent = ({ kind, region }) => events.push(`${kind} ${region}`);
  await assert.rejects(create(doubtful, 'b', { regions, onEvent }), { kind: 'in-doubt' });
  assert.deepEqual(events, ['trying northeurope', 'failed northeurope']);
});
