// The table of sessions when there are many.
import { expect, expectAccessible, expectNoSidewaysScroll, signIn, test, withSessions } from './console.mjs';

const rows = (page) => page.locator('.sessions tbody tr');

test('of a thousand sessions the one is found that is meant', async ({ page }) => {
  await withSessions(page, 1000);
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
    await expect(rows(page)).toHaveCount(100);
    await expectNoSidewaysScroll(page);
    await page.screenshot({ path: 'target/pictures/table-360.png' });
  });
});
