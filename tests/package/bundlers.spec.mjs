// The package in what bundlers make of it: small apps as fresh projects have them, without configuration, in which the tarball
// is installed.
import { expect, test } from '@playwright/test';
import { build } from 'esbuild';
import { execFile, spawn } from 'node:child_process';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { serveFolder } from './static-host.mjs';

const folder = process.env.CONSUMER_FOLDER;
const arrconfig = join(folder, 'arrconfig.json');
const consumers = fileURLToPath(new URL('consumers', import.meta.url));
const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production', ARRCONFIG: arrconfig };
// A build of Next.js on a busy machine takes its time.
test.describe.configure({ timeout: 180_000, mode: 'default' });

/** Installs the package into an app, and runs its `build`. */
async function built(app) {
  const cwd = join(consumers, app);
  for (const leftover of ['node_modules', 'dist', '.next']) await rm(join(cwd, leftover), { recursive: true, force: true });
  const install = ['install', '--offline', '--no-save', '--no-package-lock', '--no-audit', '--no-fund'];
  await promisify(execFile)('npm', [...install, process.env.TARBALL], { cwd, env });
  await promisify(execFile)('npm', ['run', 'build'], { cwd, env });
  return cwd;
}

/** Counts what the page loads of a kind, by the ending of its name. */
function loadedBy(page) {
  const urls = new Set();
  page.on('response', (response) => response.ok() && urls.add(response.url()));
  return (ending) => [...urls].filter((url) => url.endsWith(ending)).length;
}

const whole = /^(nearest|close|unsure) Ready Stopped\s*$/;

/** Hands an app its account, and waits until it has leased a server and ended it. */
async function leases(page, url) {
  await page.goto(url);
  await page.getByLabel('arrconfig.json').setInputFiles(arrconfig);
  await expect(page.getByRole('status')).toHaveText(whole);
}

test('Vite, with a worker', async ({ page }) => {
  const server = await serveFolder(join(await built('vite'), 'dist'));
  const loaded = loadedBy(page);
  await leases(page, `${server.url}/`);
  expect(loaded('.wasm')).toBe(2);
  await server.close();
});

test('Vite’s server for development', async ({ page }) => {
  const cwd = join(consumers, 'vite');
  const { createServer } = await import(join(consumers, 'node_modules/vite/dist/node/index.js'));
  const server = await createServer({ root: cwd, configFile: false, logLevel: 'error', server: { host: '127.0.0.1', port: 0 } });
  await server.listen();
  await leases(page, server.resolvedUrls.local[0]);
  await server.close();
});

test('webpack', async ({ page }) => {
  const server = await serveFolder(await built('webpack'));
  const loaded = loadedBy(page);
  await leases(page, `${server.url}/`);
  expect(loaded('.wasm')).toBe(2);
  await server.close();
});

test('Next.js, on the server and in the page', async ({ page }) => {
  const cwd = await built('next');
  const next = join(consumers, 'node_modules/next/dist/bin/next');
  const server = spawn(process.execPath, [next, 'start', '--hostname', '127.0.0.1', '--port', '0'], { cwd, env });
  try {
    await page.goto(await addressOf(server));
    await expect(page.getByText(/^\d+ sessions\. The nearest of 10 regions to this server is \w+\.$/)).toBeVisible();
    await page.getByRole('button', { name: 'Lease a server' }).click();
    await expect(page.getByRole('status')).toHaveText(whole);
  } finally {
    server.kill();
  }
});

/** Where a server listens, by what it prints. */
async function addressOf(server) {
  const said = [];
  server.stderr.on('data', (text) => said.push(text));
  for await (const line of createInterface(server.stdout)) {
    said.push(line);
    const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
    if (address) return address;
  }
  throw new Error(said.join('\n'));
}

test('esbuild, with the modules beside the bundle', async ({ page }) => {
  const program = `
    import * as all from 'remote-rendering';
    import * as sandbox from 'remote-rendering/sandbox';
    import * as viewer from 'remote-rendering/viewer';
    Object.assign(window, all, sandbox, viewer);
  `;
  const bundle = await bundled('page', program, {});
  for (const name of ['sessions.wasm', 'regions.wasm', 'sandbox.wasm', 'viewer.wasm']) {
    await copyFile(join(folder, 'node_modules/remote-rendering', name), join(bundle, name));
  }
  await writeFile(join(bundle, 'index.html'), '<!doctype html><script type="module" src="bundle.mjs"></script>');
  const server = await serveFolder(bundle);
  await page.goto(`${server.url}/`);
  const { accountSettings, renderingSessionSettings } = JSON.parse(await readFile(arrconfig, 'utf8'));
  const { arrAccountId, arrAccountDomain, arrAccountKey: key } = accountSettings;
  const account = [renderingSessionSettings.remoteRenderingDomain, arrAccountId, arrAccountDomain, { key }];
  const outcome = await page.evaluate(async (account) => {
    const client = new window.RemoteRenderingClient(...account);
    const none = await window.probeRegions([]);
    const sandbox = await window.openSandbox();
    const wrong = await window.openSandbox({ distances: 1 }).catch((error) => error instanceof window.RestError);
    await window.initViewer();
    const pong = await sandbox.fetch(`${sandbox.endpoint}/ping`);
    return [(await client.listSessions().byPage().next()).done, none.verdict.reason, pong.status, wrong];
  }, account);
  expect(outcome).toEqual([false, 'no-regions', 204, true]);
  await server.close();
});

for (const format of ['esm', 'cjs']) {
  test(`esbuild, for a server, in one file (${format})`, async () => {
    const program = `
      import { readFileSync } from 'node:fs';
      import { probeRegions, readArrConfig } from 'remote-rendering';
      readArrConfig(readFileSync(process.env.ARRCONFIG, 'utf8'))
        .then(async ({ size }) => console.log(size, (await probeRegions([])).verdict.reason));
    `;
    const extension = format === 'esm' ? 'mjs' : 'cjs';
    const bundle = await bundled(`server-${format}`, program, { platform: 'node', format }, extension);
    const { stdout } = await promisify(execFile)(process.execPath, [join(bundle, `bundle.${extension}`)], { env });
    expect(stdout).toBe('Standard no-regions\n');
  });
}

/** Bundles a program, into a folder in which there is nothing else. */
async function bundled(name, program, options, extension = 'mjs') {
  const output = join(folder, 'bundles', name);
  await mkdir(output, { recursive: true });
  await build({
    stdin: { contents: program, resolveDir: folder },
    outfile: join(output, `bundle.${extension}`),
    bundle: true,
    format: 'esm',
    logLevel: 'error',
    ...options,
  });
  return output;
}
