// The pictures of the documents, drawn anew by every run into target/pictures; copy them to docs/ when the page has
// changed. Each theme has sessions of its own, since both share the account.
import { create, expect, rowOf, signIn, stop, test } from './console.mjs';

const names = {
  light: ['engine-review', 'plant-walkthrough', 'crane-assembly'],
  dark: ['turbine-hall', 'city-block', 'gearbox'],
};

for (const colorScheme of ['light', 'dark']) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme, viewport: { width: 1440, height: 1000 } });

    test('a page with sessions in several states', async ({ page }) => {
      const ids = names[colorScheme];
      await signIn(page);
      for (const [at, region] of ['westeurope', 'eastus', 'japaneast'].entries()) {
        await page.getByRole('combobox', { name: 'Region' }).selectOption(region);
        await page.getByRole('radio', { name: at === 1 ? /Premium/ : /Standard/ }).check();
        await create(page, ids[at]);
      }
      await stop(page, ids[2]);
      await expect(rowOf(page, ids[0]).getByText('Ready', { exact: true })).toBeVisible();
      await page.getByRole('combobox', { name: 'Region' }).selectOption('');
      await page.locator('summary', { hasText: 'Session ID' }).click();
      await page.mouse.move(0, 0);
      await page.screenshot({ path: `target/pictures/console-${colorScheme}.png` });
      await stop(page, ids[0]);
      await stop(page, ids[1]);
    });
  });
}
