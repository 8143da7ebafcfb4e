// What every end-to-end test does with the console: open it, sign in, create a session, find its row.
import AxeBuilder from '@axe-core/playwright';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { test as base, expect } from '@playwright/test';

export { expect };

/** The development account, as the service wrote it. */
export const config = JSON.parse(await readFile(process.env.ARRCONFIG, 'utf8'));
export const accountKey = config.accountSettings.arrAccountKey;

/**
 * A page that fails its test when it logs an error. Chromium itself logs every answer of 400 and above and every
 * failed fetch: a test that provokes them says which by `allowLog`.
 */
export const test = base.extend({
  allowLog: [null, { option: true }],
  page: async ({ page, allowLog }, use) => {
    const errors = [];
    page.on('console', (message) => {
      const expected = allowLog?.test(message.text());
      if (['error', 'warning'].includes(message.type()) && !expected) errors.push(message.text());
    });
    page.on('pageerror', (error) => errors.push(error.message));
    await use(page);
    expect(errors, 'the page logged errors').toEqual([]);
  },
});

export const secretField = (page) => page.getByRole('textbox', { name: /^(Account key|Access token)$/ });

export async function open(page) {
  await page.goto('/');
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  // Who is faster than the page, which fills in the service that it comes from, is told that the endpoint is empty.
  await expect(page.getByRole('textbox', { name: 'Endpoint' })).toHaveValue(process.env.BASE_URL);
}

/** Fills the form from a file of these settings. */
export async function dropConfig(page, settings = config, name = 'arrconfig.json') {
  const text = typeof settings === 'string' ? settings : JSON.stringify(settings);
  const file = { name, mimeType: 'application/json', buffer: Buffer.from(text) };
  await page.getByLabel('Settings from a file').setInputFiles(file);
}

export const regionsCard = (page) => page.getByRole('region', { name: 'Regions' });

/** Waits until the race is over and its verdict stands there in words. */
export async function expectVerdict(page) {
  await expect(regionsCard(page).getByRole('status')).toContainText(/is nearest: | are equally near, |Taking /);
}

export async function signIn(page) {
  await open(page);
  await dropConfig(page);
  await expect(page.getByText('has filled in the fields below')).toBeVisible();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Sessions' })).toBeVisible();
  await expectVerdict(page);
}

/** A session id that no other test has. */
export const newId = (name) => `${name}-${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;

export const rowOf = (page, id) => page.getByRole('row').filter({ hasText: id });

export async function create(page, id) {
  const more = page.locator('details', { hasText: 'Session ID' });
  if ((await more.getAttribute('open')) === null) await more.locator('summary').click();
  await page.getByRole('textbox', { name: 'Session ID' }).fill(id);
  await page.getByRole('button', { name: 'Create session' }).click();
  await expect(rowOf(page, id)).toBeVisible();
}

/** Stops a session without waiting for the time in which that could be undone. */
export async function stop(page, id) {
  await page.getByRole('button', { name: `Stop session ${id}` }).click();
  await page.getByRole('button', { name: 'Stop now' }).click();
  await expect(rowOf(page, id).getByText('Stopped', { exact: true })).toBeVisible();
}

/** To the page it looks as if the account had so many sessions in West Europe, half of them live. */
export async function withSessions(page, count) {
  const now = Date.now();
  const sessions = Array.from({ length: count }, (_, number) => {
    const live = number % 2 === 0;
    return {
      id: `engine-${String(number).padStart(4, '0')}`,
      creationTime: new Date(now - number * 60_000).toISOString(),
      arrInspectorPort: live ? 50000 : undefined,
      handshakePort: live ? 50001 : undefined,
      elapsedTimeMinutes: 0,
      hostname: live ? `r${number}.example.org` : undefined,
      maxLeaseTimeMinutes: 10 + (number % 100),
      size: number % 10 === 0 ? 'Premium' : 'Standard',
      status: live ? 'Ready' : 'Stopped',
      teraflops: live ? 1.5 : 0,
    };
  });
  const headers = { 'access-control-allow-origin': '*', 'access-control-expose-headers': '*' };
  let asked;
  await page.route((url) => url.pathname.endsWith('/sessions'), async (route) => {
    if (route.request().method() !== 'GET') return route.continue();
    const isThere = route.request().url().includes('westeurope');
    // By the clock of the page, which a test may put on.
    const present = await page.evaluate(() => Date.now());
    asked ??= present;
    const elapsedTimeMinutes = Math.floor((present - asked) / 60_000);
    const aged = sessions.map((one) => ({ ...one, elapsedTimeMinutes: one.status === 'Ready' ? elapsedTimeMinutes : 0 }));
    return route.fulfill({ json: { sessions: isThere ? aged : [] }, headers });
  });
}

/** A web server that is not a remote rendering service: answers everything in the same way. */
export async function otherServer(status, headers, body) {
  const server = createServer((request, response) => {
    response.writeHead(request.method === 'OPTIONS' ? 204 : status, headers);
    response.end(request.method === 'HEAD' ? undefined : body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${server.address().port}`;
  return { url, close: () => new Promise((resolve) => server.close(resolve)) };
}

/** Axe finds nothing in the page, or within the one element that is meant. */
export async function expectAccessible(page, state, within) {
  // Contrast is judged when nothing moves any more; what was drawn anew meanwhile moves no more either.
  await page.evaluate(() => Promise.all(document.getAnimations().filter((one) => one.playState === 'running'
    && one.effect?.getTiming().iterations !== Infinity).map((one) => one.finished.catch(() => {}))));
  const axe = new AxeBuilder({ page });
  const { violations } = await (within ? axe.include(within) : axe).analyze();
  expect(violations.map((one) => `${state}: ${one.id}: ${one.nodes.map((node) => node.html).join(' | ')}`)).toEqual([]);
}

export async function expectNoSidewaysScroll(page) {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
}

/** A picture of the page, or of the one element that is meant, which everybody can read. */
export async function expectReadable(page, state, picture, within) {
  const path = `target/pictures/${picture}.png`;
  await (within ? page.locator(within).screenshot({ path }) : page.screenshot({ path, fullPage: true }));
  await expectAccessible(page, state, within);
  await expectNoSidewaysScroll(page);
}
