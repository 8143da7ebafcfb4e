// Stopping sessions: for some seconds it can be undone; many are stopped at once.
import { create, expect, newId, rowOf, signIn, stop, test } from './console.mjs';

/** Counts the calls that stop a session. */
function countStops(page) {
  const stops = [];
  page.on('request', (request) => {
    if (request.url().includes(':stop')) stops.push(request.url());
  });
  return stops;
}

const toast = (page) => page.locator('.toast');
const ready = (page, id) => rowOf(page, id).getByText('Ready', { exact: true });

test('a stop can be undone, and is sent when nobody does', async ({ page }) => {
  await page.clock.install();
  await signIn(page);
  const id = newId('undo');
  await create(page, id);
  await expect(ready(page, id)).toBeVisible();
  const stops = countStops(page);
  await page.clock.runFor('00:08');

  await page.getByRole('button', { name: `Stop session ${id}` }).click();
  await expect(toast(page)).toContainText(`Session ${id} is about to be stopped.`);
  // At once, and not only with the next second.
  expect(await rowOf(page, id).getByRole('meter').getAttribute('aria-label')).toMatch(/^stops in [78] s$/);
  await expect(page.getByRole('button', { name: `Extend session ${id}` })).toBeDisabled();
  await toast(page).getByRole('button', { name: 'Undo' }).click();
  await expect(toast(page)).toHaveCount(0);
  await page.clock.runFor('00:10');
  expect(stops).toEqual([]);
  await expect(ready(page, id)).toBeVisible();

  await page.getByRole('button', { name: `Stop session ${id}` }).click();
  await page.clock.runFor('00:09');
  await expect(rowOf(page, id).getByText('Stopped', { exact: true })).toBeVisible();
  expect(stops).toHaveLength(1);
  await expect(toast(page)).toHaveCount(0);
});

test('a double click stops a session, and does not undo that', async ({ page }) => {
  await signIn(page);
  const id = newId('double-stop');
  await create(page, id);
  await page.getByRole('button', { name: `Stop session ${id}` }).dblclick();
  await expect(toast(page)).toContainText(`Session ${id} is about to be stopped.`);
  await page.getByRole('button', { name: 'Stop now' }).click();
  await expect(rowOf(page, id).getByText('Stopped', { exact: true })).toBeVisible();
});

test('all sessions in sight are stopped at once', async ({ page }) => {
  await signIn(page);
  const name = newId('many');
  const kept = newId('kept');
  const ids = [1, 2, 3].map((number) => `${name}-${number}`);
  for (const id of [kept, ...ids]) await create(page, id);
  await page.getByRole('searchbox', { name: 'Search sessions' }).fill(name);
  await page.getByRole('button', { name: 'Stop all 3 shown' }).click();
  await expect(toast(page)).toContainText('3 sessions are about to be stopped.');
  await expect(page.getByRole('button', { name: /Stop all/ })).toHaveCount(0);
  await toast(page).getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: 'Stop all 3 shown' }).click();
  await toast(page).getByRole('button', { name: 'Stop now' }).click();
  for (const id of ids) await expect(rowOf(page, id).getByText('Stopped', { exact: true })).toBeVisible();
  await page.getByRole('searchbox', { name: 'Search sessions' }).fill(kept);
  await expect(ready(page, kept)).toBeVisible();
  await stop(page, kept);
});

test('what is about to be stopped is stopped when its person signs out', async ({ page }) => {
  await signIn(page);
  const id = newId('sign-out');
  await create(page, id);
  await expect(ready(page, id)).toBeVisible();
  const stops = countStops(page);
  await page.getByRole('button', { name: `Stop session ${id}` }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out, let them run' }).click();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await expect.poll(() => stops.length).toBe(1);
  await signIn(page);
  await expect(rowOf(page, id)).toHaveCount(0);
});
