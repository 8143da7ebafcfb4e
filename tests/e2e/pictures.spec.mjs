// The pictures of the documents, drawn anew by every run into target/pictures/docs; copy them to docs/pictures/ when the
// page has changed. Each test has sessions of its own, since all share the account.
import {
  create, dropConfig, expect, expectVerdict, open, rowOf, signIn, stop, test, withSessions,
} from './console.mjs';

const picture = async (page, name, options = {}) => {
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.screenshot({ path: `target/pictures/docs/${name}.png`, ...options });
};
const ready = (page, id) => rowOf(page, id).getByText('Ready', { exact: true });

async function setPrices(page) {
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('textbox', { name: 'Standard' }).fill('3');
  await page.getByRole('textbox', { name: 'Premium' }).fill('6.50');
  await page.getByRole('button', { name: 'Save' }).click();
}

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
      await setPrices(page);
      for (const [at, region] of ['westeurope', 'eastus', 'japaneast'].entries()) {
        await page.getByRole('combobox', { name: 'Region' }).selectOption(region);
        await page.getByRole('radio', { name: at === 1 ? /Premium/ : /Standard/ }).check();
        await create(page, ids[at]);
      }
      await stop(page, ids[2]);
      await expect(ready(page, ids[0])).toBeVisible();
      await page.getByRole('combobox', { name: 'Region' }).selectOption('');
      await page.locator('summary', { hasText: 'Session ID' }).click();
      await page.mouse.move(0, 0);
      await picture(page, `sessions-${colorScheme}`);
      await stop(page, ids[0]);
      await stop(page, ids[1]);
    });
  });
}

test.describe('each page and state', () => {
  test.use({ viewport: { width: 1280, height: 900 } });

  test('signing in', async ({ page }) => {
    await open(page);
    await dropConfig(page);
    await expect(page.getByText('has filled in the fields below')).toBeVisible();
    // The account is another one in every run.
    await page.getByRole('textbox', { name: 'Endpoint' }).fill('https://rendering.example.org');
    await page.getByRole('textbox', { name: 'Account ID' }).fill('1b405859-8af9-47e6-941d-9205163c0f63');
    await picture(page, 'sign-in', { fullPage: true });
    await page.getByRole('textbox', { name: 'Endpoint' }).fill('west europe');
    await page.getByRole('textbox', { name: 'Account ID' }).fill('1234');
    await page.getByRole('textbox', { name: 'Account key' }).fill('not base64!');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await picture(page, 'sign-in-problems', { fullPage: true });
  });

  test('the sandbox', async ({ page }) => {
    await open(page);
    await page.getByRole('button', { name: 'Try the sandbox' }).click();
    await expectVerdict(page);
    await create(page, 'first-try');
    await create(page, 'second-try');
    await expect(ready(page, 'first-try')).toBeVisible({ timeout: 40_000 });
    await picture(page, 'sandbox');
  });

  test('one session, extended, about to be stopped, and its calls', async ({ page }) => {
    const id = 'wind-tunnel';
    await signIn(page);
    await setPrices(page);
    await create(page, id);
    await expect(ready(page, id)).toBeVisible();
    await page.getByText(/^Activity/).click();
    await page.locator('.activity').screenshot({ path: 'target/pictures/docs/activity.png' });
    await page.getByRole('link', { name: id, exact: true }).click();
    await page.locator('summary', { hasText: 'JSON' }).click();
    await picture(page, 'session', { fullPage: true });
    await page.getByRole('button', { name: `Extend session ${id}` }).click();
    await picture(page, 'extend');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('radio', { name: 'Extend its lease' }).check();
    await picture(page, 'settings');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await picture(page, 'sign-out');
    await page.getByRole('button', { name: 'Stop them and sign out' }).click();
  });

  test('many sessions, one of which is about to end, and some about to be stopped', async ({ page }) => {
    await page.clock.install();
    await withSessions(page, 40);
    await signIn(page);
    await page.getByRole('combobox', { name: 'Which sessions' }).selectOption('Starting and ready');
    await page.getByRole('combobox', { name: 'Order' }).selectOption('Lease ends first');
    await page.clock.runFor('07:40');
    await expect(page.locator('.toast')).toContainText('The lease of session');
    await picture(page, 'lease-ends');
    await page.getByRole('button', { name: 'Dismiss' }).last().click();
    await page.getByRole('searchbox', { name: 'Search sessions' }).fill('engine-001');
    await page.getByRole('button', { name: /^Stop all/ }).click();
    await picture(page, 'stopping');
  });
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('sessions', async ({ page }) => {
    const id = 'show-floor';
    await signIn(page);
    await create(page, id);
    await expect(ready(page, id)).toBeVisible();
    await rowOf(page, id).scrollIntoViewIfNeeded();
    await page.screenshot({ path: 'target/pictures/docs/phone.png' });
    await stop(page, id);
  });
});
