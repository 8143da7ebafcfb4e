// The activity: every call of the page is in it, can be found, and comes as a file without any secret.
import { readFile } from 'node:fs/promises';
import { accountKey, create, expect, expectReadable, newId, rowOf, signIn, stop, test } from './console.mjs';

const log = (page) => page.locator('details.activity');
const items = (page) => log(page).getByRole('listitem');
const search = (page) => page.getByRole('textbox', { name: 'Find calls' });

/** What the page asks the service for; not what it measures, nor its own files. */
const isCall = (request) => request.method() !== 'OPTIONS'
  && /^\/(accounts|regions)(\/|$)/.test(new URL(request.url()).pathname);

/** Keeps every call that the page makes from now on, and every secret that goes through them. */
function watchCalls(page) {
  const calls = [];
  const secrets = new Set([accountKey]);
  page.on('request', (request) => {
    const { authorization } = request.headers();
    if (authorization) secrets.add(authorization.split(/[ :]/).at(-1));
  });
  page.on('requestfinished', async (request) => {
    if (!isCall(request)) return;
    const response = await request.response();
    calls.push(`${request.method()} ${request.url()} ${response.status()}`);
    if (request.url().includes('/token')) secrets.add((await response.json()).AccessToken);
  });
  return { calls, secrets };
}

async function openLog(page) {
  await log(page).locator('summary').click();
  await expect(search(page)).toBeVisible();
}

const countOf = async (page) => Number((await log(page).locator('summary').innerText()).match(/\((\d+) call/)[1]);

/** Downloads the file, and reads it. */
async function exported(page) {
  const waiting = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export (HAR)' }).click();
  const download = await waiting;
  expect(download.suggestedFilename()).toMatch(/^remote-rendering-activity-\d{4}-\d\d-\d\d\.har$/);
  const text = await readFile(await download.path(), 'utf8');
  return { text, log: JSON.parse(text).log };
}

/** How often each of the texts is there. */
const counted = (texts) => texts.reduce((counts, text) => counts.set(text, (counts.get(text) ?? 0) + 1), new Map());

/** That nothing is there more often than in the other list. */
function expectWithin(texts, others) {
  const limits = counted(others);
  for (const [text, count] of counted(texts)) expect(limits.get(text) ?? 0, text).toBeGreaterThanOrEqual(count);
}

test('every call is in the exported file, and no secret is', async ({ page }) => {
  const { calls, secrets } = watchCalls(page);
  await signIn(page);
  const id = newId('activity');
  await create(page, id);
  await expect(rowOf(page, id).getByText('Ready', { exact: true })).toBeVisible();
  await stop(page, id);
  await openLog(page);

  // Other tests' sessions are in the lists, too, and may be asked after at any time.
  const before = [...calls];
  await expect.poll(() => countOf(page)).toBeGreaterThanOrEqual(before.length);
  const { text, log: har } = await exported(page);
  await expect.poll(() => calls.length).toBeGreaterThanOrEqual(har.entries.length);
  const entries = har.entries.map(({ request, response }) => `${request.method} ${request.url} ${response.status}`);
  expectWithin(before, entries);
  expectWithin(entries, calls);

  expect(har.version).toBe('1.2');
  expect(har.creator.name).toBe('remote-rendering console');
  expect(har.browser.name).toBe('Chrome');
  const put = har.entries.find(({ request }) => request.method === 'PUT');
  expect(put.request.url).toContain(`/sessions/${id}?api-version=`);
  expect(JSON.parse(put.request.postData.text)).toMatchObject({ size: 'Standard' });
  expect(JSON.parse(put.response.content.text)).toMatchObject({ id, status: 'Starting' });
  expect(put._attempt).toBe(1);
  for (const entry of har.entries) {
    expect(entry._correlationVector).toMatch(/^[\w+/]{22}\.0$/);
    expect(new Date(entry.startedDateTime).getTime()).toBeGreaterThan(Date.now() - 120_000);
    expect(entry.time).toBe(entry.timings.wait);
    for (const { name, value } of entry.request.headers) {
      if (name === 'authorization') expect(value).toBe('Bearer [redacted]');
    }
  }
  const times = har.entries.map((entry) => Date.parse(entry.startedDateTime));
  expect(times).toEqual([...times].sort((one, other) => one - other));

  expect(secrets.size).toBe(2);
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(20);
    expect(text.includes(secret)).toBe(false);
    expect((await log(page).innerHTML()).includes(secret)).toBe(false);
  }
  const exchange = har.entries.find(({ request }) => request.url.includes('/token'));
  expect(exchange.response.content.text).toBeUndefined();
});

test('calls are found by their URL, status and MS-CV', async ({ page }) => {
  await signIn(page);
  const id = newId('found');
  await create(page, id);
  await stop(page, id);
  await openLog(page);
  await search(page).fill('PUT http');
  await expect(items(page)).toHaveCount(1);
  await expect(items(page)).toContainText(id);
  const vector = (await items(page).locator('small code').innerText()).trim();
  await search(page).fill(`${id}/:stop`);
  await expect(items(page)).toHaveCount(1);
  await expect(items(page)).toContainText('POST ');
  await search(page).fill(vector);
  await expect(items(page)).toHaveCount(1);
  await expect(items(page)).toContainText('PUT ');
  await expect(log(page).getByRole('status')).toHaveText('One call matches.');
  await expect(log(page)).toContainText(/1 of \d+ calls are shown\./);
  await search(page).fill('201');
  await expect(items(page).filter({ hasText: vector })).toHaveCount(1);
  await page.getByRole('checkbox', { name: 'Failed calls only' }).check();
  await expect(log(page).getByRole('status')).toContainText('No call matches.');
  await expect(items(page)).toHaveCount(0);
});

/** Fails the first list of a region, as a service that is busy. */
async function failOnce(page) {
  let failed = false;
  await page.route((url) => url.pathname.endsWith('/sessions'), (route) => {
    if (failed || route.request().method() !== 'GET') return route.continue();
    failed = true;
    return route.fulfill({
      status: 503,
      headers: { 'access-control-allow-origin': '*' },
      json: { error: { code: 'ServiceUnavailable', message: 'The service is busy.' } },
    });
  });
}

test.describe('with a service that is busy', () => {
  test.use({ allowLog: /Failed to load resource/ });

  test('a repeated call is told with its attempts', async ({ page }) => {
    await failOnce(page);
    await signIn(page);
    await openLog(page);
    await page.getByRole('checkbox', { name: 'Failed calls only' }).check();
    await expect(items(page)).toHaveCount(1);
    await expect(items(page)).toContainText('503');
    const url = (await items(page).locator('code').first().innerText()).replace('GET ', '');
    await page.getByRole('checkbox', { name: 'Failed calls only' }).uncheck();
    await expect(items(page).filter({ hasText: 'attempt 2' })).toHaveCount(1);
    await expect(items(page).filter({ hasText: 'attempt 2' })).toContainText(url);
    const { log: har } = await exported(page);
    const attempts = har.entries.filter(({ request }) => request.url === url);
    expect(attempts.slice(0, 2).map((entry) => [entry.response.status, entry._attempt])).toEqual([[503, 1], [200, 2]]);
  });
});

for (const colorScheme of ['light', 'dark']) {
  for (const viewport of [{ width: 1280, height: 900 }, { width: 360, height: 740 }]) {
    test.describe(`in the ${colorScheme} theme at ${viewport.width} px`, () => {
      test.use({
        colorScheme, viewport, contextOptions: { reducedMotion: 'reduce' }, allowLog: /Failed to load resource|CORS policy|ERR_/,
      });

      test('the activity can be read in every state', async ({ page }) => {
        const picture = (state) => `activity-${state}-${colorScheme}-${viewport.width}`;
        await failOnce(page);
        // One region's list gets no answer at all.
        await page.route((url) => url.hostname.includes('japaneast') && url.pathname.endsWith('/sessions'), (route) => (
          route.request().method() === 'GET' ? route.abort('connectionrefused') : route.continue()
        ));
        await signIn(page);
        await openLog(page);
        await expect(items(page).filter({ hasText: 'attempt 2' })).toHaveCount(1);
        await expect(items(page).filter({ hasText: 'no answer' })).toHaveCount(1);
        await expect(items(page).filter({ hasText: 'no answer' })).toContainText('does not allow this page to call it');
        await expectReadable(page, 'open', picture('open'), '.activity');
        await page.getByRole('checkbox', { name: 'Failed calls only' }).check();
        await expectReadable(page, 'failed', picture('failed'), '.activity');
        await search(page).fill('nowhere');
        await expect(log(page).getByRole('status')).toContainText('No call matches.');
        await expectReadable(page, 'none', picture('none'), '.activity');
      });
    });
  }
}

test('the keyboard alone opens the log, searches and exports', async ({ page }) => {
  await signIn(page);
  await log(page).locator('summary').focus();
  await page.keyboard.press('Enter');
  await expect(search(page)).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(search(page)).toBeFocused();
  await page.keyboard.type('regions');
  await expect(log(page).getByRole('status')).toContainText(/calls? match/);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await expect(page.getByRole('checkbox', { name: 'Failed calls only' })).toBeChecked();
  const waiting = page.waitForEvent('download');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await waiting;
});
