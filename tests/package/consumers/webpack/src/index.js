import { RemoteRenderingClient, probeRegions, readArrConfig } from 'remote-rendering';

const output = document.querySelector('output');

document.querySelector('input').onchange = async ({ target }) => {
  const config = await readArrConfig(await target.files[0].text());
  const client = new RemoteRenderingClient(config.endpoint, config.accountId, config.accountDomain, { key: config.accountKey });
  const { verdict } = await probeRegions(await client.listRegions());
  output.append(`${verdict.kind} `);

  const id = `webpack-${crypto.randomUUID()}`;
  const poller = await client.beginSession(id, { maxLeaseTimeInMinutes: 5, size: 'Standard' });
  const session = await poller.pollUntilDone();
  output.append(`${session.status} `);
  await client.endSession(id);
  output.append((await client.getSession(id)).status);
};
