'use client';

import { useState } from 'react';
import { RemoteRenderingClient, probeRegions } from 'remote-rendering';

export function Lease() {
  const [steps, setSteps] = useState([]);
  const tell = (step) => setSteps((before) => [...before, step]);

  async function lease() {
    // The key stays on the server, which hands out a token.
    const { endpoint, accountId, ...token } = await (await fetch('/token')).json();
    const client = new RemoteRenderingClient(endpoint, accountId, token);
    const { verdict } = await probeRegions(await client.listRegions());
    tell(verdict.kind);

    const id = `next-${crypto.randomUUID()}`;
    const poller = await client.beginSession(id, { maxLeaseTimeInMinutes: 5, size: 'Standard' });
    const session = await poller.pollUntilDone();
    tell(session.status);
    await client.endSession(id);
    tell((await client.getSession(id)).status);
  }

  return (
    <>
      <button onClick={lease}>Lease a server</button>
      <output>{steps.join(' ')}</output>
    </>
  );
}
