// The guard against forgotten sessions: it warns, extends, stops, and says what goes on.
import {
  create, expect, expectReadable, newId, rowOf, signIn, stop, test, withSessions,
} from './console.mjs';

const toast = (page) => page.locator('.toast');
const ready = (page, id) => rowOf(page, id).getByText('Ready', { exact: true });

async function setLease(page, lease) {
  await page.getByRole('textbox', { name: 'Lease (hh:mm)' }).fill(lease);
}

async function setRule(page, name, [label, time]) {
  await page.getByRole('button', { name: 'Settings' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name }).check();
  await dialog.getByRole('textbox', { name: label }).fill(time);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toHaveCount(0);
}

test('a lease that is about to end is told on the page and in its title, and extended by one click', async ({ page }) => {
  await page.clock.install();
  await withSessions(page, 4);
  const extended = [];
  await page.route((url) => /\/sessions\/engine-\d+$/.test(url.pathname), (route) => {
    const headers = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*', 'access-control-allow-methods': '*' };
    if (route.request().method() !== 'PATCH') return route.fulfill({ status: 204, headers });
    const { maxLeaseTimeMinutes } = route.request().postDataJSON();
    const id = new URL(route.request().url()).pathname.split('/').pop();
    extended.push([id, maxLeaseTimeMinutes]);
    const creationTime = new Date().toISOString();
    return route.fulfill({
      headers,
      json: {
        id, creationTime, elapsedTimeMinutes: 8, hostname: 'r0.example.org', maxLeaseTimeMinutes, size: 'Premium', status: 'Ready', teraflops: 1,
      },
    });
  });
  await signIn(page);
  await expect(toast(page)).toHaveCount(0);
  // Beyond 7:30, when a quarter of the lease is left, by ticks of this call alone; engine-0002 is warned of at 9:00.
  await page.clock.runFor('07:40');
  await expect(toast(page)).toContainText('The lease of session engine-0000 ends at');
  await expect(page).toHaveTitle(/^\d+ (min|s) left: engine-0000 – Remote Rendering$/);
  await expectReadable(page, 'a lease that is about to end', 'guard-warning');
  await toast(page).getByRole('button', { name: 'Extend by 30 min' }).click();
  await expect.poll(() => extended).toEqual([['engine-0000', 40]]);
  await expect(toast(page)).toHaveCount(0);
  await expect(page).toHaveTitle('Remote Rendering');
});

test('by the rule that was set, a session is extended before its lease ends', async ({ page }) => {
  await page.clock.install();
  await signIn(page);
  await setRule(page, 'Extend its lease', ['Up to this lease in total', '00:20']);
  const id = newId('extended');
  await setLease(page, '00:01');
  await create(page, id);
  await expect(ready(page, id)).toBeVisible();
  await page.clock.runFor('00:48');
  await expect(rowOf(page, id).getByRole('meter')).toHaveAccessibleName(/^1\d min left$/);
  await stop(page, id);
});

test('by the rule that was set, a session is stopped when nobody is there', async ({ page }) => {
  await page.clock.install();
  await signIn(page);
  await setRule(page, 'Stop it when nobody', ['For as long as this', '00:05']);
  const id = newId('forgotten');
  await create(page, id);
  await expect(ready(page, id)).toBeVisible();
  await page.clock.runFor('04:30');
  await expect(ready(page, id)).toBeVisible();
  await page.clock.runFor('00:45');
  await expect(rowOf(page, id).getByText('Stopped', { exact: true })).toBeVisible();
});

test('who leaves is told what goes on, and what it may cost', async ({ page }) => {
  await signIn(page);
  await page.getByRole('button', { name: 'Set prices' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Standard' }).fill('3');
  await dialog.getByRole('button', { name: 'Save' }).click();
  const id = newId('leaving');
  await create(page, id);
  await expect(ready(page, id)).toBeVisible();

  const asked = page.waitForEvent('dialog');
  const closing = page.close({ runBeforeUnload: true });
  const question = await asked;
  expect(question.type()).toBe('beforeunload');
  await question.dismiss();
  await closing;
  await expect(toast(page)).toContainText('One session that you created here goes on without this page, until');
  await expect(toast(page)).toContainText('That may cost $1.50 more.');
  await toast(page).getByRole('button', { name: 'Dismiss' }).click();

  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(dialog).toContainText('That may cost $1.50 more.');
  await dialog.getByRole('button', { name: 'Stop them and sign out' }).click();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await signIn(page);
  await expect(rowOf(page, id)).toHaveCount(0);
});
