// Leases a server in a worker of its own, so that waiting for it costs the page nothing.
import { RemoteRenderingClient, probeRegions, readArrConfig } from 'remote-rendering';

const output = document.querySelector('output');
const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
worker.onmessage = ({ data }) => output.append(data, ' ');

document.querySelector('input').onchange = async ({ target }) => {
  const config = await readArrConfig(await target.files[0].text());
  const client = new RemoteRenderingClient(config.endpoint, config.accountId, config.accountDomain, { key: config.accountKey });
  const { verdict } = await probeRegions(await client.listRegions());
  output.append(`${verdict.kind} `);
  worker.postMessage(config);
};
