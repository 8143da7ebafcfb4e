// The console's main job against the real service: sign in, see the nearest region, create, watch, extend, stop.
import { config, create, expect, newId, open, rowOf, secretField, signIn, stop, test } from './console.mjs';

test('a person leases a server, extends the lease and gives it back', async ({ page }) => {
  await signIn(page);

  const ranking = page.getByRole('region', { name: 'Regions' }).getByRole('listitem');
  await expect(ranking).toHaveCount(10);
  await expect(ranking.first()).toContainText(/ ms .*nearest/);
  const nearest = await ranking.first().locator('.name').innerText();
  await expect(page.getByRole('combobox', { name: 'Region' })).toContainText(`Nearest: ${nearest}`);

  const id = newId('main-job');
  await create(page, id);
  const row = rowOf(page, id);
  await expect(row.getByText('Starting', { exact: true })).toBeVisible();
  await expect(row).toContainText(nearest);
  await expect(row.getByText('Ready', { exact: true })).toBeVisible();
  await expect(row).toContainText('.mixedreality.localhost');
  await expect(row).toContainText(/Handshake port \d{5}, inspector port \d{5}/);
  await expect(row.getByRole('meter')).toHaveAccessibleName(/^(29|30) min left$/);

  await page.getByRole('button', { name: `Extend session ${id}` }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('The lease is 00:30 in total');
  await dialog.getByRole('button', { name: '+ 1 h' }).click();
  await expect(dialog.getByRole('textbox')).toHaveValue('01:30');
  // The old end and the new one, an hour apart.
  const ends = dialog.getByRole('status');
  const said = (await ends.textContent()).replaceAll('\u202f', ' ').match(/^It ends (.+); extended, it ends (.+)\.$/);
  expect(Date.parse(said[2]) - Date.parse(said[1])).toBe(60 * 60_000);
  expect(Math.abs(Date.parse(said[1]) - Date.now() - 30 * 60_000)).toBeLessThan(60_000);
  await dialog.getByRole('textbox').fill('00:30');
  await expect(ends).toBeEmpty();
  await dialog.getByRole('button', { name: '+ 1 h' }).click();
  await dialog.getByRole('button', { name: 'Extend' }).click();
  await expect(row.getByRole('meter')).toHaveAccessibleName(/^1 h (29|30) min left$/);

  await stop(page, id);
  await page.getByRole('button', { name: `Dismiss session ${id}` }).click();
  await expect(rowOf(page, id)).toHaveCount(0);
});

test('a person types what the file would have filled in', async ({ page }) => {
  await open(page);
  await page.getByRole('textbox', { name: 'Account ID' }).fill(config.accountSettings.arrAccountId.toUpperCase());
  await secretField(page).fill(config.accountSettings.arrAccountKey);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Sessions' })).toBeVisible();
});

test('a person signs in with an access token of the token service', async ({ page, request }) => {
  const { arrAccountId: id, arrAccountKey: key } = config.accountSettings;
  const answer = await request.get(`/Accounts/${id}/token`, { headers: { authorization: `Bearer ${id}:${key}` } });
  const { AccessToken: token } = await answer.json();
  await open(page);
  await page.getByRole('textbox', { name: 'Account ID' }).fill(id);
  await page.getByRole('radio', { name: 'Access token' }).check();
  await secretField(page).fill(token);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Sessions' })).toBeVisible();
});

test('sessions of another tab are found and can be stopped here', async ({ page, context }) => {
  await signIn(page);
  const id = newId('two-tabs');
  await create(page, id);
  const other = await context.newPage();
  await signIn(other);
  await expect(rowOf(other, id).getByText('Ready', { exact: true })).toBeVisible();
  await stop(other, id);
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect(rowOf(page, id).getByText('Stopped', { exact: true })).toBeVisible();
});

test('a lease that another tab has extended is not shortened, and both tabs agree', async ({ page, context }) => {
  await signIn(page);
  const id = newId('two-leases');
  await create(page, id);
  await expect(rowOf(page, id).getByText('Ready', { exact: true })).toBeVisible();
  const other = await context.newPage();
  await signIn(other);
  await expect(rowOf(other, id).getByText('Ready', { exact: true })).toBeVisible();
  const extend = async (tab, step) => {
    await tab.getByRole('button', { name: `Extend session ${id}` }).click();
    await tab.getByRole('dialog').getByRole('button', { name: step }).click();
    await tab.getByRole('dialog').getByRole('button', { name: 'Extend' }).click();
  };
  await extend(page, '+ 1 h');
  await expect(rowOf(page, id).getByRole('meter')).toHaveAccessibleName(/^1 h (29|30) min left$/);
  await extend(other, '+ 15 min');
  await expect(rowOf(other, id).getByRole('alert')).toContainText('The lease was not accepted.');
  // This tab has not seen it start: it knows that only to the minute, and tells the earliest end.
  await expect(rowOf(other, id).getByRole('meter')).toHaveAccessibleName(/^1 h (28|29|30) min left$/);
  await stop(page, id);
});

test('a session is created once, however often the button is pressed', async ({ page }) => {
  await signIn(page);
  const id = newId('double');
  let creates = 0;
  page.on('request', (request) => {
    if (request.method() === 'PUT' && request.url().includes(id)) creates += 1;
  });
  await page.locator('details', { hasText: 'Session ID' }).locator('summary').click();
  await page.getByRole('textbox', { name: 'Session ID' }).fill(id);
  await page.getByRole('button', { name: 'Create session' }).dblclick();
  await expect(rowOf(page, id)).toBeVisible();
  expect(creates).toBe(1);
  await stop(page, id);
});

test('signing out leaves nothing behind', async ({ page }) => {
  await signIn(page);
  const calls = [];
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  page.on('request', (request) => calls.push(request.url()));
  await expect(secretField(page)).toHaveValue('');
  await expect(page.getByRole('textbox', { name: 'Account ID' })).toHaveValue('');
  expect(calls.filter((url) => url.includes('/sessions'))).toEqual([]);
});
