// The sandbox: the console on a plain static host, below a path, with no service anywhere. Nothing leaves that host.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import {
  create, expect, expectAccessible, expectReadable, expectVerdict, newId, regionsCard, rowOf, stop, test as base,
} from './console.mjs';

const DIST = new URL('../../dist/', import.meta.url).pathname;
const TYPES = {
  '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm', '.svg': 'image/svg+xml',
};
// A server boots for 20 s at most, and is asked for every 2 s.
const BOOTED = { timeout: 30_000 };

/** A page on a static host; every request that goes elsewhere fails the test. */
const test = base.extend({
  host: async ({}, use) => {
    const server = createServer(async (request, response) => {
      const path = new URL(request.url, 'http://host').pathname.replace(/^\/deep\/down\//, '');
      const name = path === '' ? 'index.html' : path;
      const file = await readFile(join(DIST, name)).catch(() => null);
      const type = TYPES[extname(name)] ?? 'text/plain';
      response.writeHead(file ? 200 : 404, file ? { 'content-type': type } : {});
      response.end(file);
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    await use(`http://127.0.0.1:${server.address().port}`);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  },
  // The page asks whether it comes from a service: a static host has no such file.
  allowLog: /404/,
  page: async ({ page, context, host }, use) => {
    const foreign = [];
    // Those of the worker, too.
    context.on('request', (request) => { if (!request.url().startsWith(`${host}/`)) foreign.push(request.url()); });
    await use(page);
    expect(foreign, 'requests that left the host').toEqual([]);
  },
});

const mark = (page) => page.getByRole('complementary', { name: 'Sandbox' });
const offer = (page) => page.getByRole('region', { name: 'No service at hand?' });

async function visit(page, host) {
  await page.goto(`${host}/deep/down/`);
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
}

async function enter(page, host) {
  await visit(page, host);
  await offer(page).getByRole('button', { name: 'Try the sandbox' }).click();
  await expect(page.getByRole('heading', { name: 'Sessions' })).toBeVisible();
}

test('a person leases a simulated server, extends the lease and gives it back', async ({ page, host }) => {
  const loaded = [];
  page.on('request', (request) => { if (request.url().includes('sandbox')) loaded.push(request.url()); });
  await visit(page, host);
  await expect(page).toHaveTitle('Remote Rendering');
  expect(loaded, 'a visit loads nothing of the sandbox').toEqual([]);
  await enter(page, host);
  await expect(mark(page)).toContainText('Sandbox – a simulation: no server is leased');
  await expect(page).toHaveTitle('Remote Rendering (sandbox)');
  await expectVerdict(page);
  const ranking = regionsCard(page).getByRole('listitem');
  await expect(ranking).toHaveCount(10);
  await expect(ranking.first()).toContainText(/West Europe.* ms .*nearest/);
  await expect(ranking.last()).toContainText('Southeast Asia');
  await expect(ranking.last()).toContainText('no answer');

  const id = newId('sandbox');
  await create(page, id);
  const row = rowOf(page, id);
  await expect(row).toContainText('West Europe');
  await expect(row.getByText('Ready', { exact: true })).toBeVisible(BOOTED);
  await expect(row).toContainText('.mixedreality.localhost');
  await page.getByRole('button', { name: `Extend session ${id}` }).click();
  await page.getByRole('dialog').getByRole('button', { name: '+ 1 h' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Extend' }).click();
  await expect(row.getByRole('meter')).toHaveAccessibleName(/^1 h (29|30) min left$/);
  await row.getByRole('link', { name: id, exact: true }).click();
  await expect(page.getByRole('heading', { name: id })).toBeVisible();
  await expect(mark(page)).toBeVisible();
  await expect(page.getByText('In the sandbox these calls lead nowhere')).toBeVisible();
  await expect(page).toHaveTitle(new RegExp(`${id}.*\\(sandbox\\)`));
  await page.goBack();
  await stop(page, id);

  await mark(page).getByRole('button', { name: 'Leave the sandbox' }).click();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await expect(mark(page)).toHaveCount(0);
  await expect(page).toHaveTitle('Remote Rendering');
  await expect.poll(() => page.workers().length).toBe(0);
  await enter(page, host);
  await expect(rowOf(page, id), 'everything is forgotten').toHaveCount(0);
});

test('the nearest region runs out of Standard servers', async ({ page, host }) => {
  await enter(page, host);
  await expectVerdict(page);
  const ids = ['first', 'second', 'third'];
  for (const id of ids) await create(page, id);
  await expect(page.getByText('No server was free: Standard in West Europe. Created Premium in West Europe instead.'))
    .toBeVisible();
});

test('it goes on without a network, and keeps nothing in the tab', async ({ page, context, host }) => {
  await enter(page, host);
  await expectVerdict(page);
  expect(await page.evaluate(() => ({ ...sessionStorage }))).toEqual({});
  await context.setOffline(true);
  await create(page, 'offline');
  await expect(rowOf(page, 'offline').getByText('Ready', { exact: true })).toBeVisible(BOOTED);
  await page.getByRole('button', { name: 'Refresh' }).click();
  await stop(page, 'offline');
  await context.setOffline(false);
});

for (const missing of ['sandbox.js', 'sandbox-*_bg.wasm']) {
  test(`without ${missing} it says so, and everything else works`, async ({ page, host }) => {
    await page.context().route(`**/${missing}`, (route) => route.fulfill({ status: 404, body: 'Not Found' }));
    await visit(page, host);
    await offer(page).getByRole('button').click();
    await expect(page.getByRole('alert')).toHaveText('The sandbox could not be loaded. Check the network, then try again.');
    await expectAccessible(page, 'a sandbox that is missing');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByText('Enter the account key.')).toBeVisible();
    await page.context().unrouteAll({ behavior: 'wait' });
    await offer(page).getByRole('button').click();
    await expect(page.getByRole('heading', { name: 'Sessions' })).toBeVisible();
  });
}

test.describe('with a script of somebody else', () => {
  test.use({ allowLog: /404|TrustedScriptURL|TrustedTypePolicy|Trusted Type/ });

  test('no other worker is started', async ({ page, host }) => {
    await visit(page, host);
    const made = await page.evaluate(() => ['./page.js', './sandbox.js'].map((address) => {
      try {
        return String(new Worker(address));
      } catch (error) {
        return error.name;
      }
    }));
    expect(made).toEqual(['TypeError', 'TypeError']);
    const policy = await page.evaluate(() => {
      try {
        return String(trustedTypes.createPolicy('sandbox', { createScriptURL: (url) => url }));
      } catch (error) {
        return error.name;
      }
    });
    expect(policy).toBe('TypeError');
  });
});

for (const colorScheme of ['light', 'dark']) {
  for (const viewport of [{ width: 1280, height: 900 }, { width: 360, height: 740 }]) {
    test.describe(`in the ${colorScheme} theme at ${viewport.width} px`, () => {
      test.use({ colorScheme, viewport, contextOptions: { reducedMotion: 'reduce' } });

      test('everybody can read it', async ({ page, host }) => {
        const picture = (state) => `sandbox-${state}-${colorScheme}-${viewport.width}`;
        await visit(page, host);
        await expectReadable(page, 'the offer', picture('offer'));
        await enter(page, host);
        await expectVerdict(page);
        await create(page, 'bridge-survey');
        await expect(regionsCard(page).getByRole('list')).toHaveAttribute('aria-busy', 'false');
        await expectReadable(page, 'the sandbox', picture('inside'));
        await rowOf(page, 'bridge-survey').getByRole('link', { name: 'bridge-survey', exact: true }).click();
        await expect(page.getByRole('heading', { name: 'bridge-survey' })).toBeVisible();
        await expectReadable(page, 'a session of the sandbox', picture('session'));
      });
    });
  }
}
