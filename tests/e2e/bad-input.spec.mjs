// What is typed wrong, or does not answer as it should: each has its own message, and what was typed stays.
import {
  accountKey, config, create, dropConfig, expect, newId, open, otherServer, rowOf, secretField, signIn, stop, test,
} from './console.mjs';

const cors = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' };
const field = (page, name) => page.getByRole('textbox', { name });

/** Signs in with the development account, but one thing is different. */
async function attempt(page, change) {
  await open(page);
  await dropConfig(page);
  await expect(page.getByText('has filled in the fields below')).toBeVisible();
  await change(page);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Points the form at another server, for its tokens too. */
const at = (url) => async (page) => {
  await field(page, 'Endpoint').fill(url);
  await page.locator('summary', { hasText: 'Account domain' }).click();
  await field(page, 'Account domain').fill('');
};

async function expectRefusal(page, sentence, endpoint) {
  await expect(page.getByRole('alert')).toContainText(sentence);
  await expect(field(page, 'Account ID')).toHaveValue(config.accountSettings.arrAccountId);
  await expect(secretField(page)).not.toHaveValue('');
  if (endpoint) await expect(field(page, 'Endpoint')).toHaveValue(endpoint);
}

test('every empty or malformed field is told at once', async ({ page }) => {
  await open(page);
  await field(page, 'Endpoint').fill('west europe');
  await field(page, 'Account ID').fill('1234');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('This is not an endpoint.')).toBeVisible();
  await expect(page.getByText('This is not an account ID.')).toBeVisible();
  await expect(page.getByText('Enter the account key.')).toBeVisible();
  await expect(field(page, 'Endpoint')).toBeFocused();
  await expect(field(page, 'Account ID')).toHaveAccessibleDescription(/GUID/);
  await expect(field(page, 'Account ID')).toHaveValue('1234');
  await field(page, 'Endpoint').fill('https://user:secret@example.org');
  await secretField(page).fill('not base64!');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('Leave out the user (“@”)')).toBeVisible();
  await expect(page.getByText('it is not base64 text')).toBeVisible();
});

test.describe('at the service', () => {
  test.use({ allowLog: /401|409/ });

  test('a wrong key is refused, with its MS-CV', async ({ page }) => {
    await attempt(page, () => secretField(page).fill(Buffer.from('wrong').toString('base64')));
    await expectRefusal(page, 'does not accept this account ID with this key');
    await expect(page.getByRole('alert')).toContainText(/MS-CV [\w+/]{22}\.0/);
    await secretField(page).fill(accountKey);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('heading', { name: 'Sessions' })).toBeVisible();
  });

  test('a session id that is taken is refused, and the form keeps what was typed', async ({ page }) => {
    await signIn(page);
    const id = newId('taken');
    await create(page, id);
    await field(page, 'Session ID').fill(id);
    await field(page, 'Lease (hh:mm)').fill('02:00');
    await page.getByRole('button', { name: 'Create session' }).click();
    await expect(page.getByRole('alert')).toContainText('This session ID is taken.');
    await expect(field(page, 'Session ID')).toHaveValue(id);
    await expect(field(page, 'Lease (hh:mm)')).toHaveValue('02:00');
    await stop(page, id);
  });
});

test.describe('elsewhere', () => {
  test.use({ allowLog: /Failed to load resource|CORS policy|ERR_/ });

  test('an endpoint where nothing answers', async ({ page }) => {
    const gone = await otherServer(200, {}, '');
    await gone.close();
    await attempt(page, at(gone.url));
    await expectRefusal(page, 'Nothing answers at this endpoint.', gone.url);
  });

  test('an endpoint that refuses this page by CORS', async ({ page }) => {
    const silent = await otherServer(200, { 'content-type': 'application/json' }, '{}');
    await attempt(page, at(silent.url));
    await expectRefusal(page, 'does not allow this page to call it', silent.url);
    await silent.close();
  });

  test('an endpoint that answers with something else than JSON', async ({ page }) => {
    const proxy = await otherServer(200, { ...cors, 'content-type': 'text/html' }, '<h1>Welcome</h1>');
    await attempt(page, at(proxy.url));
    await expectRefusal(page, 'The answer is not from a remote rendering service.', proxy.url);
    await proxy.close();
  });

  test('an endpoint that fails', async ({ page }) => {
    const broken = await otherServer(500, { ...cors, 'content-type': 'text/plain' }, 'oops');
    await attempt(page, at(broken.url));
    await expectRefusal(page, 'The service failed.', broken.url);
    await page.getByText('Details of the call').click();
    await expect(page.getByRole('alert')).toContainText('2 times');
    await broken.close();
  });

  test('a sign-in that takes long can be cancelled', async ({ page }) => {
    const { createServer } = await import('node:net');
    const mute = createServer(() => {});
    await new Promise((resolve) => mute.listen(0, '127.0.0.1', resolve));
    await attempt(page, at(`http://127.0.0.1:${mute.address().port}`));
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeEnabled();
    await expect(secretField(page)).toHaveValue(accountKey);
    mute.close();
  });
});

test('an expired token is told from a wrong one', async ({ page }) => {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  await open(page);
  await field(page, 'Account ID').fill(config.accountSettings.arrAccountId);
  await page.getByRole('radio', { name: 'Access token' }).check();
  await secretField(page).fill('nonsense');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('it has three parts with dots between them')).toBeVisible();
  await secretField(page).fill(`${part({ alg: 'EdDSA' })}.${part({ exp: 1_600_000_000 })}.c2ln`);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toContainText('The access token has expired.');
});

test('files that are no arrconfig.json change nothing', async ({ page }) => {
  await open(page);
  await field(page, 'Account ID').fill('typed before');
  for (const [text, sentence] of [
    ['not JSON', 'model.glb is not JSON.'],
    ['[1, 2]', 'model.glb has no account settings.'],
    ['{"scripts": {}}', 'model.glb has no account settings.'],
    [' '.repeat(300_000), 'model.glb is too large'],
  ]) {
    await dropConfig(page, text, 'model.glb');
    await expect(page.getByRole('alert')).toContainText(sentence);
    await expect(field(page, 'Account ID')).toHaveValue('typed before');
  }
});

test('settings that were never filled in are named one by one', async ({ page }) => {
  await open(page);
  await dropConfig(page, {
    accountSettings: { arrAccountId: '<fill in the account ID>', arrAccountKey: '<fill in the key>' },
    renderingSessionSettings: { remoteRenderingDomain: 'westeurope' },
  });
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('accountSettings.arrAccountId – not filled in yet');
  await expect(alert).toContainText('accountSettings.arrAccountKey – not filled in yet');
  await expect(field(page, 'Endpoint')).toHaveValue('westeurope');
});

test('a file can be dropped on the form', async ({ page }) => {
  await open(page);
  const transfer = await page.evaluateHandle((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], 'arrconfig.json', { type: 'application/json' }));
    return data;
  }, JSON.stringify(config));
  await page.locator('.file-drop').dispatchEvent('drop', { dataTransfer: transfer });
  await expect(field(page, 'Account ID')).toHaveValue(config.accountSettings.arrAccountId);
});

test('leases and ids of a new session are checked before anything is sent', async ({ page }) => {
  await signIn(page);
  await page.locator('details', { hasText: 'Session ID' }).locator('summary').click();
  for (const [lease, id, sentence] of [
    ['25:00', 'fine', 'The lease is at most 24:00.'],
    ['00:00', 'fine', 'The lease is at least one minute.'],
    ['soon', 'fine', 'Write hours and minutes, for example 01:30.'],
    ['00:30', 'two words', 'A session ID has only letters'],
    ['00:30', '', 'Enter a session ID.'],
  ]) {
    await field(page, 'Lease (hh:mm)').fill(lease);
    await field(page, 'Session ID').fill(id);
    await page.getByRole('button', { name: 'Create session' }).click();
    await expect(page.getByText(sentence)).toBeVisible();
    await expect(page.locator('[aria-invalid=true]').first()).toBeFocused();
    await expect(field(page, 'Lease (hh:mm)')).toHaveValue(lease);
  }
});

test('an id that cannot be is told while it is typed', async ({ page }) => {
  await signIn(page);
  await page.locator('details', { hasText: 'Session ID' }).locator('summary').click();
  const id = field(page, 'Session ID');
  await expect(id).toHaveAccessibleDescription(/Your own name for it/);
  await id.fill('');
  await id.pressSequentially('two words');
  await expect(id).toHaveAccessibleDescription(/only letters a to z/);
  await expect(id).toBeFocused();
  await id.fill('two-words');
  await expect(id).toHaveAccessibleDescription(/Your own name for it/);
});

test('a lease that is not longer is refused in the dialog', async ({ page }) => {
  await signIn(page);
  const id = newId('not-longer');
  await create(page, id);
  await expect(rowOf(page, id).getByText('Ready', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: `Extend session ${id}` }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill('00:30');
  await dialog.getByRole('button', { name: 'Extend' }).click();
  await expect(dialog).toContainText('must be longer than the present one');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await stop(page, id);
});
