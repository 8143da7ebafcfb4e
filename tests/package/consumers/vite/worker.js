import { RemoteRenderingClient } from 'remote-rendering';

self.onmessage = async ({ data: config }) => {
  const client = new RemoteRenderingClient(config.endpoint, config.accountId, config.accountDomain, { key: config.accountKey });
  const id = `vite-${crypto.randomUUID()}`;
  const poller = await client.beginSession(id, { maxLeaseTimeInMinutes: 5, size: 'Standard' });
  const session = await poller.pollUntilDone();
  self.postMessage(session.status);
  await client.endSession(id);
  self.postMessage((await client.getSession(id)).status);
};
