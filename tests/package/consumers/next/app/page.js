// Drawn on the server for each visit: the sessions there are.
import { connection } from 'next/server';
import { RemoteRenderingClient, probeRegions } from 'remote-rendering';
import { readAccount } from '../account';
import { Lease } from './lease';

export default async function Page() {
  await connection();
  const { endpoint, accountId, accountDomain, accountKey } = await readAccount();
  const client = new RemoteRenderingClient(endpoint, accountId, accountDomain, { key: accountKey });
  const ids = [];
  for await (const session of client.listSessions()) ids.push(session.sessionId);
  const { regions } = await probeRegions(await client.listRegions());
  return (
    <main>
      <p>
        {ids.length} sessions. The nearest of {regions.length} regions to this server is {regions[0].name}.
      </p>
      <Lease />
    </main>
  );
}
