// A client of a service that always answers the same.
import { createServer } from 'node:http';
import { RemoteRenderingClient } from 'remote-rendering';

/** The service listens until the test that `context` is of has ended. */
export async function clientThatHears(session, context) {
  const server = createServer((_, response) => response.end(JSON.stringify(session)));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.after(() => server.close().closeAllConnections());
  const claims = Buffer.from(JSON.stringify({ exp: Math.floor(Date.now() / 1000) + 3600 })).toString('base64url');
  const token = { token: `e30.${claims}.c2ln`, expiresOnTimestamp: Date.now() + 3_600_000 };
  const url = `http://127.0.0.1:${server.address().port}`;
  return new RemoteRenderingClient(url, '9d55d499-a467-46e9-ae18-7463c908d1dd', token);
}
