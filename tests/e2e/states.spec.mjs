// The states that the other tests pass by: refused, loading, empty, failed and exhausted. Everybody can read them, in both
// themes and on a phone; docs/states.md shows them.
import {
  dropConfig, expect, expectReadable, expectVerdict, open, secretField, signIn, test,
} from './console.mjs';

const headers = { 'access-control-allow-origin': '*', 'access-control-expose-headers': '*' };
const isList = (url) => url.pathname.endsWith('/sessions');
const CREATE = '[aria-labelledby=create-title]';
const card = (page) => page.getByRole('region', { name: 'Sessions', exact: true });

/** Answers the lists with this, and everything else as the service does. */
async function withLists(page, answer) {
  await page.route(isList, (route) => (route.request().method() === 'GET' ? answer(route) : route.continue()));
}

for (const colorScheme of ['light', 'dark']) {
  for (const viewport of [{ width: 1280, height: 900 }, { width: 360, height: 740 }]) {
    test.describe(`in the ${colorScheme} theme at ${viewport.width} px`, () => {
      test.use({ colorScheme, viewport, allowLog: /Failed to load resource/, contextOptions: { reducedMotion: 'reduce' } });

      const read = (page, state, within) => expectReadable(page, state, `${state}-${colorScheme}-${viewport.width}`, within);

      test('signing in that is refused', async ({ page }) => {
        await open(page);
        await dropConfig(page);
        await secretField(page).fill(Buffer.from('wrong').toString('base64'));
        await page.getByRole('button', { name: 'Sign in' }).click();
        await expect(page.getByRole('alert')).toContainText('does not accept this account ID with this key');
        await read(page, 'refused');
      });

      test('lists that come, are empty, or do not come', async ({ page }) => {
        let release;
        const held = new Promise((resolve) => { release = resolve; });
        const empty = { json: { sessions: [] }, headers };
        let answer = empty;
        await withLists(page, async (route) => {
          await held;
          const isSmall = /japaneast|uksouth/.test(route.request().url());
          await route.fulfill(isSmall ? answer : empty);
        });
        await signIn(page);
        await expect(page.getByText('Fetching the sessions of every region…')).toBeVisible();
        await read(page, 'loading', '.sessions');
        release();
        await expect(page.getByText('No session yet.')).toBeVisible();
        await read(page, 'empty', '.sessions');
        answer = {
          status: 403, headers: { ...headers, 'ms-cv': 'ZzVYbFWyREKKTfVt1KAJYw.0' },
          json: { error: { code: 'Forbidden', message: 'The account has no share of this region.' } },
        };
        await page.getByRole('button', { name: 'Refresh' }).click();
        await expect(card(page).getByRole('alert')).toContainText('The account has no share of this region.');
        await read(page, 'failed', '.sessions');
      });

      test('a creation that cannot be read, and one that no region has a server for', async ({ page }) => {
        await withLists(page, (route) => route.fulfill({ json: { sessions: [] }, headers }));
        await signIn(page);
        await page.getByRole('textbox', { name: 'Lease' }).fill('25:00');
        await page.locator('summary', { hasText: 'Session ID' }).click();
        await page.getByRole('textbox', { name: 'Session ID' }).fill('two words');
        await page.getByRole('button', { name: 'Create session' }).click();
        await read(page, 'misread', CREATE);
        await page.getByRole('textbox', { name: 'Lease' }).fill('00:30');
        await page.getByRole('textbox', { name: 'Session ID' }).fill('one-too-many');
        const error = { code: 'OutOfCapacity', message: 'No server is free.' };
        await page.route((url) => url.pathname.includes('/sessions/'), (route) => {
          const id = new URL(route.request().url()).pathname.split('/').at(-1);
          const creationTime = new Date().toISOString();
          return route.fulfill({
            json: { id, creationTime, elapsedTimeMinutes: 0, maxLeaseTimeMinutes: 30, size: 'Standard', status: 'Error', error },
            headers,
          });
        });
        await page.getByRole('button', { name: 'Create session' }).click();
        await expect(page.locator(CREATE).getByRole('alert')).toContainText('No server is free');
        await expectVerdict(page);
        await read(page, 'exhausted', CREATE);
      });
    });
  }
}
