// A session from its creation to its end, in a worker.
self.onmessage = async ({ data: { account, module } }) => {
  const { RemoteRenderingClient } = await import(module);
  const client = new RemoteRenderingClient(...account);
  const id = `worker-${crypto.randomUUID()}`;
  await client.beginSession(id, { maxLeaseTimeInMinutes: 5, size: 'Standard' });
  await client.endSession(id);
  self.postMessage((await client.getSession(id)).status);
};
