// The package in a page without a bundler, and in a worker of it: a folder on a static host, and nothing else.
import { expect, test } from '@playwright/test';
import { build } from 'esbuild';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';

const folder = process.env.CONSUMER_FOLDER;
const { accountSettings, renderingSessionSettings } = JSON.parse(await readFile(join(folder, 'arrconfig.json'), 'utf8'));
const account = [
  renderingSessionSettings.remoteRenderingDomain,
  accountSettings.arrAccountId,
  accountSettings.arrAccountDomain,
  { key: accountSettings.arrAccountKey },
];
const KINDS = { '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm', '.html': 'text/html' };
const MODULE = '/node_modules/remote-rendering/index.js';
const SANDBOX = '/node_modules/remote-rendering/sandbox.js';

let host;
let server;

test.beforeAll(async () => {
  server = createServer(async ({ url }, response) => {
    const path = url === '/' ? '/page.html' : url;
    try {
      const content = await readFile(join(folder, path));
      response.setHeader('content-type', KINDS[extname(path)] ?? 'text/plain').end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  host = `http://127.0.0.1:${server.address().port}`;
});

test.afterAll(() => new Promise((resolve) => server.close(resolve)));

/** The files that the page has loaded. */
function loadedBy(page) {
  const files = [];
  page.on('request', (request) => files.push(request.url()));
  const loaded = (name) => files.filter((url) => url.endsWith(name)).length;
  loaded.elsewhere = () => files.filter((url) => !url.startsWith(host));
  return loaded;
}

test('a page leases a server and ends it', async ({ page }) => {
  const loaded = loadedBy(page);
  await page.goto(host);
  expect(loaded('.wasm'), 'an import alone loads no module').toBe(0);
  const statuses = await page.evaluate(async (account) => {
    const client = new window.RemoteRenderingClient(...account);
    const id = `page-${crypto.randomUUID()}`;
    const poller = await client.beginSession(id, { maxLeaseTimeInMinutes: 5, size: 'Standard' }, { intervalInMs: 200 });
    const ready = await poller.pollUntilDone();
    const listed = [];
    for await (const session of client.listSessions()) listed.push(session.sessionId);
    await client.endSession(id);
    return [ready.status, listed.includes(id), (await client.getSession(id)).status, ready.properties.createdOn instanceof Date];
  }, account);
  expect(statuses).toEqual(['Ready', true, 'Stopped', true]);
  expect([loaded('sessions.wasm'), loaded('regions.wasm')], 'who does not race does not load it').toEqual([1, 0]);
});

test('a page finds the nearest region and leases a server there', async ({ page }) => {
  const loaded = loadedBy(page);
  await page.goto(host);
  const outcome = await page.evaluate(async (account) => {
    const client = new window.RemoteRenderingClient(...account);
    const nearest = await client.createNearest(`page-${crypto.randomUUID()}`, { maxLeaseTimeInMinutes: 5, size: 'Standard' });
    await nearest.poller.cancelOperation();
    const known = (await client.listRegions()).map((region) => region.name);
    return [known.includes(nearest.region), nearest.poller.getResult().status];
  }, account);
  expect(outcome).toEqual([true, 'Stopped']);
  expect(loaded('regions.wasm')).toBe(1);
  expect(loaded('sandbox.js') + loaded('sandbox.wasm'), 'who does not import it does not load it').toBe(0);
});

test('a page has a sandbox, and sends nothing', async ({ page }) => {
  const loaded = loadedBy(page);
  await page.goto(host);
  const outcome = await page.evaluate(async (module) => {
    const { openSandbox } = await import(module);
    const sandbox = await openSandbox({ distances: true });
    const { accountId, accountDomain, accountKey: key, endpoint, fetch } = sandbox;
    const client = new window.RemoteRenderingClient(endpoint, accountId, accountDomain, { key }, { fetch });
    const { poller, region } = await client.createNearest('a', { maxLeaseTimeInMinutes: 5, size: 'Standard' });
    sandbox.advance(20_000);
    await poller.poll();
    const ready = poller.getResult().status;
    sandbox.advance(300_000);
    const ended = (await client.getSession('a')).status;
    const wrong = await openSandbox({ distances: 1 }).catch((error) => error instanceof window.RestError && error.kind);
    client.free();
    const freed = await client.getSession('a').catch((error) => error instanceof window.RestError && error.kind);
    sandbox.free();
    return [region, ready, ended, wrong, freed];
  }, SANDBOX);
  expect(outcome).toEqual(['westeurope', 'Ready', 'Expired', 'invalid-argument', 'freed']);
  expect(loaded('sandbox.wasm')).toBe(1);
  expect(loaded.elsewhere(), 'its own files are all that it has loaded').toEqual([]);
});

test('a page is told of what fails, by the one class of failures', async ({ page }) => {
  await page.goto(host);
  const kinds = await page.evaluate(async ([endpoint, id, domain]) => {
    const kindOf = (call) => call.then(() => 'none', (error) => error instanceof window.RestError && error.kind);
    const wrongKey = { key: 'bm90IHRoZSBrZXkgb2YgYW55IGFjY291bnQ=' };
    const wrong = new window.RemoteRenderingClient(endpoint, id, domain, wrongKey);
    return [await kindOf(wrong.getSession('a')), await kindOf(window.probeRegions([{ name: 'x' }]))];
  }, account);
  expect(kinds).toEqual(['unauthorized', 'invalid-argument']);
});

test('a module that is not there is named, and may come from elsewhere', async ({ page }) => {
  await page.route('**/sessions.wasm', (route) => route.fulfill({ status: 404 }));
  await page.goto(host);
  const outcome = await page.evaluate(async (account) => {
    const client = new window.RemoteRenderingClient(...account);
    const failure = await client.listSessions().next().catch((error) => error);
    const file = await fetch('/sessions-elsewhere.wasm');
    await window.init(await file.arrayBuffer());
    const { done } = await client.listSessions().byPage().next();
    return { kind: failure.kind, message: failure.message, done };
  }, account);
  expect(outcome.kind).toBe('not-loaded');
  expect(outcome.message).toContain(`${host}/node_modules/remote-rendering/sessions.wasm (status 404)`);
  expect(outcome.done).toBe(false);
});

test('a bundle does the same, with the modules beside it', async ({ page }) => {
  const entry = join(folder, 'entry.mjs');
  const imports = "import * as all from 'remote-rendering';\nimport * as sandbox from 'remote-rendering/sandbox';\n";
  await writeFile(entry, `${imports}Object.assign(window, all, sandbox);\n`);
  await build({ entryPoints: [entry], outfile: join(folder, 'bundle/bundle.js'), bundle: true, format: 'esm' });
  for (const name of ['sessions.wasm', 'regions.wasm', 'sandbox.wasm']) {
    await copyFile(join(folder, 'node_modules/remote-rendering', name), join(folder, 'bundle', name));
  }
  await writeFile(join(folder, 'bundle/page.html'), '<!doctype html><script type="module" src="bundle.js"></script>');
  await page.goto(`${host}/bundle/page.html`);
  const outcome = await page.evaluate(async (account) => {
    const client = new window.RemoteRenderingClient(...account);
    const none = await window.probeRegions([]);
    const sandbox = await window.openSandbox();
    const wrong = await window.openSandbox({ distances: 1 }).catch((error) => error instanceof window.RestError);
    const pong = await sandbox.fetch(`${sandbox.endpoint}/ping`);
    return [(await client.listSessions().byPage().next()).done, none.verdict.reason, pong.status, wrong];
  }, account);
  expect(outcome).toEqual([false, 'no-regions', 204, true]);
});

test('a module worker does the same', async ({ page }) => {
  await page.goto(host);
  const status = await page.evaluate(
    ([account, module]) =>
      new Promise((resolve, reject) => {
        const worker = new Worker('/worker.mjs', { type: 'module' });
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = (event) => reject(new Error(event.message));
        worker.postMessage({ account, module });
      }),
    [account, MODULE],
  );
  expect(status).toBe('Stopped');
});
