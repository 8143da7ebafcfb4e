// The table of sessions when there are many.
import AxeBuilder from '@axe-core/playwright';
import { expect, signIn, test } from './console.mjs';

const COUNT = 1000;

/** To the page it looks as if the account had so many sessions in West Europe, half of them live. */
async function withSessions(page) {
  const now = Date.now();
  const sessions = Array.from({ length: COUNT }, (_, number) => {
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
  await page.route((url) => url.pathname.endsWith('/sessions'), (route) => {
    if (route.request().method() !== 'GET') return route.continue();
    const isThere = route.request().url().includes('westeurope');
    return route.fulfill({ json: { sessions: isThere ? sessions : [] }, headers });
  });
}

const rows = (page) => page.locator('.sessions tbody tr');

test('of a thousand sessions the one is found that is meant', async ({ page }) => {
  await withSessions(page);
  await signIn(page);
  await expect(rows(page)).toHaveCount(100);
  const more = page.getByRole('button', { name: 'Show 100 more' });
  await more.click();
  await expect(rows(page)).toHaveCount(200);

  const search = page.getByRole('searchbox', { name: 'Search sessions' });
  const said = page.locator('.narrowed [role=status]');
  await search.fill('engine-0042');
  await expect(rows(page)).toHaveCount(1);
  await expect(said).toHaveText('1 of 1,000 sessions');
  await search.fill('premium west europe');
  await expect(said).toHaveText('100 of 1,000 sessions');
  await search.fill('no such thing');
  await expect(page.getByText('No session matches.')).toBeVisible();
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect(search).toHaveValue('');
  await expect(rows(page)).toHaveCount(100);

  await page.getByRole('combobox', { name: 'Which sessions' }).selectOption('Starting and ready');
  await expect(said).toHaveText('500 of 1,000 sessions');
  const order = page.getByRole('combobox', { name: 'Order' });
  await order.selectOption('Lease ends first');
  await expect(rows(page).first()).toContainText(/9 min left|10 min left/);
  await order.selectOption('By session ID');
  await expect(rows(page).first()).toContainText('engine-0000');
  const { violations } = await new AxeBuilder({ page }).include('.sessions').analyze();
  expect(violations.map((one) => one.id)).toEqual([]);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 } });

  test('the fields above the table fit', async ({ page }) => {
    await withSessions(page);
    await signIn(page);
    await page.getByRole('searchbox', { name: 'Search sessions' }).fill('engine-00');
    await expect(rows(page)).toHaveCount(100);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    await page.screenshot({ path: 'target/pictures/table-360.png' });
  });
});
