// How often the page asks: by need, and not more.
import {
  create, expect, expectReadable, newId, regionsCard, rowOf, signIn, stop, test, withSessions,
} from './console.mjs';

/** Counts the lists of West Europe that the page asks for. */
function countLists(page) {
  const lists = { count: 0 };
  page.on('request', (request) => {
    const url = new URL(request.url());
    const isList = request.method() === 'GET' && url.pathname.endsWith('/sessions');
    if (isList && url.host.includes('.westeurope.')) lists.count += 1;
  });
  return lists;
}

const setHidden = (page, hidden) => page.evaluate((value) => {
  Object.defineProperty(document, 'hidden', { value, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
}, hidden);

test('a list that is on its way is not asked for again', async ({ page }) => {
  await signIn(page);
  await expect(page.getByText('Fetching the sessions')).toHaveCount(0);
  const held = [];
  await page.route((url) => url.pathname.endsWith('/sessions'), (route) => { held.push(route); });
  const lists = countLists(page);
  const refresh = page.getByRole('button', { name: 'Refresh' });
  for (let times = 0; times < 3; times += 1) await refresh.click();
  await expect.poll(() => held.length).toBeGreaterThanOrEqual(10);
  expect(lists.count).toBe(1);
  const headers = { 'access-control-allow-origin': '*' };
  await Promise.all(held.map((route) => route.fulfill({ json: { sessions: [] }, headers })));
  await page.unrouteAll({ behavior: 'wait' });
  await expect(async () => {
    await refresh.click();
    expect(lists.count).toBe(2);
  }).toPass();
});

test.describe('while the network goes away', () => {
  test.use({ allowLog: /ERR_INTERNET_DISCONNECTED/ });

  test('live sessions are asked for by the clock, seldom unseen, and at once when it matters', async ({ page, context }) => {
    await page.clock.install();
    await withSessions(page, 10);
    await signIn(page);
    await expect(regionsCard(page).getByRole('list')).toHaveAttribute('aria-busy', 'false');
    const lists = countLists(page);
    await page.clock.runFor('00:31');
    await expect.poll(() => lists.count).toBe(1);

    // Nobody looks: every fourth time, and at once for who comes back.
    await setHidden(page, true);
    await page.clock.runFor('01:35');
    expect(lists.count).toBe(1);
    await page.clock.runFor('00:30');
    await expect.poll(() => lists.count).toBe(2);
    await page.clock.runFor('01:00');
    await setHidden(page, false);
    await expect.poll(() => lists.count).toBe(3);
    await setHidden(page, true);
    await setHidden(page, false);
    expect(lists.count).toBe(3);
    // Chromium estimates how fast the network is, and tells each change of that.
    await page.evaluate(() => navigator.connection.dispatchEvent(new Event('change')));
    await expect(regionsCard(page).getByRole('list')).toHaveAttribute('aria-busy', 'false');
    expect(lists.count).toBe(3);

    // No network, no question; with the network the answers come back, too.
    await context.setOffline(true);
    await page.clock.runFor('00:02');
    await expect(page.getByText('This device is offline. Sessions go on')).toBeVisible();
    await expectReadable(page, 'offline', 'offline');
    await page.clock.runFor('02:00');
    expect(lists.count).toBe(3);
    await context.setOffline(false);
    await page.clock.runFor('00:02');
    await expect(page.getByText('This device is offline. Sessions go on')).toHaveCount(0);
    await expect.poll(() => lists.count).toBe(4);
  });
});

test('after the device has slept, the page asks at once and believes the answer', async ({ page }) => {
  await page.clock.install();
  await signIn(page);
  const id = newId('slept');
  await create(page, id);
  await expect(rowOf(page, id).getByText('Ready', { exact: true })).toBeVisible();
  const meter = rowOf(page, id).getByRole('meter');
  await expect(meter).toHaveAccessibleName(/^(29|30) min left$/);
  // By the clock the lease is long over; the service says that the session is ready, as one does whose clock was not set.
  await page.clock.fastForward('03:00:00');
  await expect(meter).toHaveAccessibleName(/^(28|29) min left$/);
  await stop(page, id);
});
