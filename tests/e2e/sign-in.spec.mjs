// What is kept of a sign-in: nothing, unless the person says so; and never the key.
import {
  accountKey, config, dropConfig, expect, expectReadable, open, secretField, signIn, test,
} from './console.mjs';

const { arrAccountId } = config.accountSettings;
const checkbox = (page, name) => page.getByRole('checkbox', { name });
const sessions = (page) => page.getByRole('heading', { name: 'Sessions' });

/** Signs in with these boxes ticked. */
async function signInKeeping(page, ...boxes) {
  await open(page);
  await dropConfig(page);
  await expect(page.getByText('has filled in the fields below')).toBeVisible();
  for (const box of boxes) await checkbox(page, box).check();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(sessions(page)).toBeVisible();
}

const kept = (page) => page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));

test('a reload signs out, unless the token is kept for the tab', async ({ page }) => {
  await signIn(page);
  await expect(page.locator('.profile')).toContainText(/Token\s*renewed before/);
  await page.reload();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();

  await signInKeeping(page, /Stay signed in/);
  expect(await kept(page)).not.toContain(accountKey);
  await page.reload();
  await expect(sessions(page)).toBeVisible();
  // Without the key there is no new token.
  await expect(page.locator('.profile')).toContainText(/Token\s*until/);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  expect(await kept(page)).not.toContain('sign-in');
  await page.reload();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeEnabled();
  await expect(secretField(page)).toHaveValue('');
});

test('a profile is kept without its key, chosen again, and forgotten', async ({ page }) => {
  await signInKeeping(page, /Remember the endpoint/);
  expect(await kept(page)).not.toContain(accountKey);
  await page.reload();
  const profile = page.getByRole('combobox', { name: 'Saved profile' });
  await profile.selectOption({ index: 1 });
  await expect(page.getByRole('textbox', { name: 'Account ID' })).toHaveValue(arrAccountId);
  await expect(secretField(page)).toHaveValue('');
  await expectReadable(page, 'a saved profile', 'saved-profile');
  await secretField(page).fill(accountKey);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(sessions(page)).toBeVisible();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await profile.selectOption({ index: 1 });
  await page.getByRole('button', { name: 'Forget' }).click();
  await expect(profile).toHaveCount(0);
  expect(await kept(page)).not.toContain(arrAccountId);
});

test('who signed in with a token is told before it expires, and signs in again', async ({ page, request }) => {
  const answer = await request.get(`/Accounts/${arrAccountId}/token`, {
    headers: { authorization: `Bearer ${arrAccountId}:${accountKey}` },
  });
  const { AccessToken: token } = await answer.json();
  await page.clock.install();
  await open(page);
  await page.getByRole('textbox', { name: 'Account ID' }).fill(arrAccountId);
  await page.getByRole('radio', { name: 'Access token' }).check();
  await secretField(page).fill(token);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(sessions(page)).toBeVisible();
  await expect(page.locator('.toast')).toHaveCount(0);
  await page.clock.fastForward('23:57:00');
  await expect(page.locator('.toast')).toContainText('Your access token expires at');
  await expectReadable(page, 'a token that is about to expire', 'token-expiring');
  await page.getByRole('button', { name: 'Sign in again' }).click();
  await expect(page.getByRole('textbox', { name: 'Account ID' })).toHaveValue(arrAccountId);
  await expect(page.getByRole('radio', { name: 'Access token' })).toBeChecked();
  await expect(secretField(page)).toHaveValue('');
});

test('a sign-in that was cancelled keeps nothing, however late its answers come', async ({ page }) => {
  const held = [];
  await page.route('**/regions', (route) => { held.push(route); });
  await open(page);
  await dropConfig(page);
  await expect(page.getByText('has filled in the fields below')).toBeVisible();
  await checkbox(page, /Stay signed in/).check();
  await checkbox(page, /Remember the endpoint/).check();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect.poll(() => held.length).toBe(1);
  await page.getByRole('button', { name: 'Cancel' }).click();
  const answered = page.waitForResponse('**/regions');
  await held[0].continue();
  await answered;
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeEnabled();
  const places = await kept(page);
  for (const entry of ['remote-rendering.sign-in', 'remote-rendering.profiles']) expect(places).not.toContain(entry);
});
