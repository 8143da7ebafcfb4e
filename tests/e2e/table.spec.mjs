// The table of sessions when there are many.
import { expect, expectAccessible, expectNoSidewaysScroll, signIn, test, withSessions } from './console.mjs';

const rows = (page) => page.locator('.sessions tbody:not(.away) tr');
const row = (page, number) => page.getByRole('row').filter({ hasText: `engine-${String(number).padStart(4, '0')}` });
const scrollTo = (page, end) => page.keyboard.press(end);

test('of a thousand sessions those in sight are drawn, wherever one scrolls', async ({ page }) => {
  await withSessions(page, 1000);
  await signIn(page);
  const table = page.getByRole('table');
  await expect(table).toHaveAttribute('aria-rowcount', '1001');
  await expect(row(page, 0)).toHaveAttribute('aria-rowindex', '2');
  await expect(row(page, 500)).toHaveCount(0);

  await scrollTo(page, 'End');
  await expect(row(page, 999)).toBeVisible();
  await expect(row(page, 999)).toHaveAttribute('aria-rowindex', '1001');
  await expect(row(page, 15)).toHaveCount(0);
  // The beginning stays, for who reads the page without seeing it.
  await expect(row(page, 0)).toHaveCount(1);
  expect(await rows(page).count()).toBeLessThan(100);
  await expectAccessible(page, 'end of many', '.sessions');

  // What was drawn before comes back where it was.
  await scrollTo(page, 'Home');
  await expect(row(page, 0)).toBeInViewport();
  await page.mouse.move(600, 400);
  await page.mouse.wheel(0, 600);
  await expect(row(page, 15)).toHaveCount(1);
  const height = () => table.evaluate((it) => it.offsetHeight);
  const before = await height();
  for (let turns = 0; turns < 20; turns += 1) await page.mouse.wheel(0, 500);
  await expect(row(page, 15)).toHaveCount(0);
  expect(Math.abs(await height() - before)).toBeLessThan(30);
});

test('who works by keyboard keeps the place while others are looked at', async ({ page }) => {
  await withSessions(page, 1000);
  await signIn(page);
  const stop = (number) => page.getByRole('button', { name: `Stop session engine-${number}`, exact: true });
  await stop('0004').focus();
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await expect(row(page, 999)).toBeVisible();
  await expect(stop('0004')).toBeFocused();

  // From button to button, further than what was drawn at first. The browser tells what is in sight with each frame, and a
  // person presses no faster.
  const isFocused = () => stop('0044').evaluateAll(([it]) => it !== undefined && it === document.activeElement);
  for (let tabs = 0; tabs < 150 && !await isFocused(); tabs += 1) {
    await page.keyboard.press('Tab');
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
  await expect(stop('0044')).toBeFocused();
});

test('of a thousand sessions the one is found that is meant', async ({ page }) => {
  await withSessions(page, 1000);
  await signIn(page);
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
  await expect(said).toBeEmpty();
  await expect(row(page, 0)).toBeVisible();

  await page.getByRole('combobox', { name: 'Which sessions' }).selectOption('Starting and ready');
  await expect(said).toHaveText('500 of 1,000 sessions');
  const order = page.getByRole('combobox', { name: 'Order' });
  await order.selectOption('Lease ends first');
  await expect(rows(page).first()).toContainText('engine-0000');
  await order.selectOption('By region');
  await expect(rows(page).nth(1)).toContainText('engine-0002');
  await expectAccessible(page, 'many', '.sessions');
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 } });

  test('the fields above the table fit', async ({ page }) => {
    await withSessions(page, 1000);
    await signIn(page);
    await page.getByRole('searchbox', { name: 'Search sessions' }).fill('engine-00');
    await expect(page.locator('.narrowed [role=status]')).toHaveText('100 of 1,000 sessions');
    await expectNoSidewaysScroll(page);
    await page.screenshot({ path: 'target/pictures/table-360.png' });
  });
});
