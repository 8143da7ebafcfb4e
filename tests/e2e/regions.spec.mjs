// The race for the nearest region: its verdict, its figures, and what a person can do about it.
import { readFile } from 'node:fs/promises';
import {
  create, dropConfig, expect, expectReadable, expectVerdict, newId, open, regionsCard, signIn, stop, test,
} from './console.mjs';

const isPing = (url) => new URL(url).pathname === '/ping';

/** Signs in without waiting for a verdict. */
async function enter(page) {
  await open(page);
  await dropConfig(page);
  await expect(page.getByText('has filled in the fields below')).toBeVisible();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Sessions' })).toBeVisible();
}

test('a race comes to a verdict, and every region says how it stands', async ({ page }) => {
  await signIn(page);
  const card = regionsCard(page);
  await expect(card.getByRole('status')).toContainText(/\d+ requests\)/);
  await expect(card.getByRole('listitem')).toHaveCount(10);
  const first = card.getByRole('listitem').first();
  await expect(first).toContainText(/ ms .*(Recommended|Acceptable|Poor) · nearest/);
  await first.locator('summary').click();
  for (const fact of ['Best estimate', '95 % interval', 'Typical', 'Jitter', 'Loss', 'Samples', 'Requests']) {
    await expect(first.getByText(fact, { exact: true })).toBeVisible();
  }
});

test('the samples come as a file, a line for every request', async ({ page }) => {
  let pings = 0;
  page.on('request', (request) => { if (isPing(request.url())) pings += request.url().includes('probe=') ? 1 : 0; });
  await signIn(page);
  const waiting = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download samples (CSV)' }).click();
  const download = await waiting;
  expect(download.suggestedFilename()).toMatch(/^region-latency-\d{4}-\d\d-\d\d\.csv$/);
  const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\r\n');
  expect(lines[0]).toMatch(/^region,attempt,/);
  expect(lines.length - 1).toBe(pings);
});

test('a race can be stopped, and run again', async ({ page }) => {
  // Nobody answers before the person has lost their patience.
  const held = [];
  await page.route((url) => url.pathname === '/ping' && url.search !== '', (route) => { held.push(route); });
  await enter(page);
  const card = regionsCard(page);
  await expect(card.getByRole('status')).toHaveText('Measuring the round trip to every region…');
  await expect(page.getByRole('button', { name: 'Create session' })).toBeDisabled();
  await card.getByRole('button', { name: 'Stop measuring' }).click();
  await expect(card.getByRole('status')).toContainText('Measuring was stopped');
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await card.getByRole('button', { name: 'Measure again' }).click();
  await expectVerdict(page);
  await expect(page.getByRole('button', { name: 'Create session' })).toBeEnabled();
});

test('a reload uses the verdict of before, and signing out forgets it', async ({ page }) => {
  let pings = 0;
  page.on('request', (request) => { if (request.url().includes('/ping?')) pings += 1; });
  await signIn(page);
  await expect(regionsCard(page).getByRole('listitem').first()).toContainText('nearest');
  const said = await regionsCard(page).getByRole('status').innerText();
  pings = 0;
  await page.reload();
  await signIn(page);
  await expect(regionsCard(page).getByRole('status')).toHaveText(said);
  expect(pings).toBe(0);
  await page.getByRole('button', { name: 'Sign out' }).click();
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
  await signIn(page);
  expect(pings).toBeGreaterThan(0);
});

test.describe('while the network goes away', () => {
  test.use({ allowLog: /ERR_INTERNET_DISCONNECTED/ });

  test('another network is measured anew, and so is an old verdict', async ({ page, context }) => {
    await page.clock.install();
    await signIn(page);
    let pings = 0;
    page.on('request', (request) => { if (request.url().includes('/ping?')) pings += 1; });
    await context.setOffline(true);
    await context.setOffline(false);
    await expect.poll(() => pings).toBeGreaterThan(0);
    await expectVerdict(page);
    await expect(regionsCard(page).getByRole('list')).toHaveAttribute('aria-busy', 'false');
    await page.clock.fastForward('09:00');
    pings = 0;
    await page.clock.fastForward('02:00');
    await expect.poll(() => pings).toBeGreaterThan(0);
    await expectVerdict(page);
  });
});

test('a create that gets no server goes on in the next size, and says so', async ({ page }) => {
  await signIn(page);
  const id = newId('no-server');
  const created = new Set();
  page.on('request', (request) => {
    if (request.method() === 'PUT') created.add(new URL(request.url()).pathname.split('/').at(-1));
  });
  // To the page it looks as if the first session had got none.
  const ended = {
    id, creationTime: new Date().toISOString().replace('Z', '+00:00'), arrInspectorPort: 0, handshakePort: 0,
    elapsedTimeMinutes: 0, hostname: null, maxLeaseTimeMinutes: 30, size: 'Standard', status: 'Error', teraflops: 0,
    error: { code: 'OutOfCapacity', message: 'No server is free.' },
  };
  const headers = { 'access-control-allow-origin': '*', 'access-control-expose-headers': '*' };
  await page.route((url) => url.pathname.endsWith(`/sessions/${id}`), (route) => (
    route.request().method() === 'GET' ? route.fulfill({ json: ended, headers }) : route.continue()
  ));
  await expect(page.getByText(/^If no server is free there: Premium, then /)).toBeVisible();
  await create(page, id);
  await expect(page.getByText(/^No server was free: Standard in (.+)\. Created Premium in \1 instead\.$/)).toBeVisible();
  await page.unrouteAll({ behavior: 'wait' });
  await page.getByRole('button', { name: 'Refresh' }).click();
  expect(created.size).toBe(2);
  for (const one of created) await stop(page, one);
});

test.describe('with nobody to measure', () => {
  test.use({ allowLog: /Failed to load resource|ERR_/ });

  test('no region answers, each says why, and a region can still be chosen', async ({ page }) => {
    await page.route((url) => url.pathname === '/ping' && url.search !== '', (route) => route.abort('connectionrefused'));
    await enter(page);
    const card = regionsCard(page);
    await expect(card.getByRole('status')).toContainText('No region can be reached.');
    await expect(card.getByRole('listitem').first()).toContainText('no answer: nothing listens there');
    await expect(page.getByRole('button', { name: 'Create session' })).toBeDisabled();
    await page.getByRole('combobox', { name: 'Region' }).selectOption('uksouth');
    await expect(page.getByRole('button', { name: 'Create session' })).toBeEnabled();
  });
});

for (const colorScheme of ['light', 'dark']) {
  for (const viewport of [{ width: 1280, height: 900 }, { width: 360, height: 740 }]) {
    test.describe(`in the ${colorScheme} theme at ${viewport.width} px`, () => {
      test.use({ colorScheme, viewport, allowLog: /Failed to load resource|ERR_/ });

      test('the race can be read in every state', async ({ page }) => {
        const picture = (state) => `race-${state}-${colorScheme}-${viewport.width}`;
        const held = [];
        let holding = true;
        await page.route((url) => url.pathname === '/ping' && url.search !== '', (route) => {
          if (holding && held.length < 30 && route.request().url().includes('japaneast') === false) route.continue();
          else if (holding) held.push(route);
          else route.continue();
        });
        await enter(page);
        const card = regionsCard(page);
        await expect(card.locator('li.first')).toHaveCount(1);
        await expectReadable(page, 'running', picture('running'), '.regions');
        holding = false;
        await Promise.all(held.map((route) => route.continue().catch(() => {})));
        await expectVerdict(page);
        await expect(card.getByRole('listitem').first()).toContainText('nearest');
        await card.locator('summary').first().click();
        await expectReadable(page, 'decided', picture('decided'), '.regions');
        await page.unrouteAll({ behavior: 'ignoreErrors' });
        await page.route((url) => url.pathname === '/ping' && url.search !== '', (route) => route.abort());
        await card.getByRole('button', { name: 'Measure again' }).click();
        await expect(card.getByRole('status')).toContainText('No region can be reached.');
        await expectReadable(page, 'unreachable', picture('unreachable'), '.regions');
      });
    });
  }
}
