// The older generation of the API, chosen at the sign-in: every page works by it, and by nothing else.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import {
  accountKey, dropConfig, expect, expectReadable, expectVerdict, open, rowOf, secretField, stop, test,
} from './console.mjs';

const run = promisify(execFile);
const card = (page, name) => page.getByRole('region', { name });
const generation = (page) => page.getByRole('combobox', { name: 'API generation' });
const sessions = (page) => page.getByRole('heading', { name: 'Sessions' });

/** Fills the form in and chooses v1. */
async function chooseV1(page) {
  await open(page);
  await dropConfig(page);
  await expect(page.getByText('has filled in the fields below')).toBeVisible();
  await page.getByText('Account domain and API generation').click();
  await expect(generation(page)).toHaveValue('2021-01-01');
  await generation(page).selectOption('v1');
}

async function signInWithV1(page) {
  await chooseV1(page);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(sessions(page)).toBeVisible();
  await expectVerdict(page);
}

/** Presses the button, and gives the id that the service has chosen. */
async function createByService(page) {
  const created = page.waitForResponse((answer) => answer.request().method() === 'POST'
    && answer.url().endsWith('/sessions/create'));
  await page.getByRole('button', { name: 'Create session' }).click();
  const { sessionId } = await (await created).json();
  await expect(rowOf(page, sessionId)).toBeVisible();
  return sessionId;
}

test('a person leases, extends and gives back a server by v1 alone', async ({ page }) => {
  const asked = [];
  page.on('request', (request) => {
    const { pathname, search } = new URL(request.url());
    if (pathname.includes('/sessions')) asked.push(`${request.method()} ${pathname}${search}`);
  });
  await signInWithV1(page);
  await expect(page.getByRole('region', { name: 'New session' })).not.toContainText('Session ID');
  await expect(page.locator('#create-id')).toHaveCount(0);
  const id = await createByService(page);
  const row = rowOf(page, id);
  await expect(row.getByText('Ready', { exact: true })).toBeVisible();
  await expect(row).toContainText('.mixedreality.localhost');
  // It tells no ports.
  await expect(row).not.toContainText('Handshake port');
  await expect(row.getByRole('meter')).toHaveAccessibleName(/^(29|30) min left$/);

  await page.getByRole('button', { name: `Extend session ${id}` }).click();
  await page.getByRole('dialog').getByRole('button', { name: '+ 1 h' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Extend' }).click();
  await expect(row.getByRole('meter')).toHaveAccessibleName(/^1 h (29|30) min left$/);
  await stop(page, id);

  expect(asked.filter((call) => !/^[A-Z]+ \/v1\/accounts\/[^/]+\/sessions[^?]*$/.test(call))).toEqual([]);
  const own = (method, below) => asked.filter((call) => call.startsWith(`${method} `) && call.endsWith(`/sessions/${below}`));
  expect(own('POST', 'create')).toHaveLength(1);
  expect(own('PATCH', id)).toHaveLength(1);
  expect(own('DELETE', id)).toHaveLength(1);
});

test('the page of a session tells what v1 tells, and writes its calls', async ({ page }) => {
  await signInWithV1(page);
  const id = await createByService(page);
  await page.getByRole('link', { name: id, exact: true }).click();
  const happened = card(page, 'What happened');
  await expect(happened.locator('[aria-current=step]')).toContainText('Ready');
  await expect(happened.getByRole('listitem'))
    .toHaveText([/^Created *seen /, /^Starting/, /^Ready *between /, /^Lease ends/]);
  const properties = card(page, 'Properties');
  await expect(properties.locator('div', { hasText: /^Created/ })).toHaveText('Created–');
  await properties.getByText('JSON', { exact: true }).click();
  const told = JSON.parse(await properties.locator('pre').textContent());
  expect(told).toMatchObject({ sessionId: id, sessionStatus: 'Ready', sessionMaxLeaseTime: '00:30:00' });
  const calls = card(page, 'Calls that touched it').getByRole('listitem');
  await expect(calls.last()).toContainText('202 POST');
  await expectReadable(page, 'a session of v1', 'session-v1');

  const [token, read, extend, end] = await card(page, 'The same calls elsewhere').locator('pre').allTextContents();
  const shell = async (snippet, environment) => {
    const { stdout } = await run('sh', ['-c', snippet], { env: { ...process.env, ...environment } });
    return stdout;
  };
  // The test reads the token itself: not every machine has jq.
  const issued = token.replace(' | jq -r .AccessToken', '').replace(/^TOKEN=\$\(([\s\S]*)\)$/, '$1');
  const { AccessToken: TOKEN } = JSON.parse(await shell(issued, { ACCOUNT_KEY: accountKey }));
  const describe = async () => JSON.parse(await shell(read, { TOKEN }));
  expect(await describe()).toMatchObject({ sessionId: id, sessionMaxLeaseTime: '00:30:00' });
  expect(await shell(extend, { TOKEN })).toBe('');
  expect(await describe()).toMatchObject({ sessionMaxLeaseTime: '01:00:00' });
  expect(await shell(end, { TOKEN })).toBe('');
  expect(await describe()).toMatchObject({ sessionStatus: 'Stopped' });
});

test('a profile brings its generation back, and so does a token that is kept', async ({ page }) => {
  await chooseV1(page);
  await expectReadable(page, 'a sign-in by v1', 'sign-in-v1');
  await page.getByRole('checkbox', { name: /Remember the endpoint/ }).check();
  await page.getByRole('checkbox', { name: /Stay signed in/ }).check();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(sessions(page)).toBeVisible();

  const firstCall = () => page.waitForRequest((request) => request.url().includes('/sessions'));
  const kept = firstCall();
  await page.reload();
  expect((await kept).url()).toContain('/v1/accounts/');
  await expect(sessions(page)).toBeVisible();
  // One that was kept before there was a choice.
  await page.evaluate(() => {
    const entry = 'remote-rendering.sign-in';
    sessionStorage.setItem(entry, sessionStorage.getItem(entry).split('\n').slice(0, 4).join('\n'));
  });
  const older = firstCall();
  await page.reload();
  expect((await older).url()).toContain('api-version=2021-01-01');
  await expect(sessions(page)).toBeVisible();
  await page.getByRole('button', { name: 'Sign out' }).click();

  await expect(generation(page)).toBeHidden();
  const profile = page.getByRole('combobox', { name: 'Saved profile' });
  await expect(profile.getByRole('option').nth(1)).toHaveText(/ – v1$/);
  await profile.selectOption({ index: 1 });
  await expect(generation(page)).toBeVisible();
  await expect(generation(page)).toHaveValue('v1');
  await secretField(page).fill(accountKey);
  const again = firstCall();
  await page.getByRole('button', { name: 'Sign in' }).click();
  expect((await again).url()).toContain('/v1/accounts/');
});

test.describe('whose answer is lost', () => {
  test.use({ allowLog: /Failed to load|net::ERR/ });

  test('a create is sent once, and what it made is in the list', async ({ page }) => {
    await signInWithV1(page);
    let id;
    let creates = 0;
    await page.route('**/v1/accounts/*/sessions/create', async (route) => {
      // Not what asks whether it may be sent.
      if (route.request().method() !== 'POST') return route.continue();
      creates += 1;
      // Names that end in localhost are the browser's to resolve, not every system's.
      const url = new URL(route.request().url());
      const headers = { ...route.request().headers(), host: url.host };
      url.hostname = '127.0.0.1';
      const answer = await route.fetch({ url: url.href, headers });
      id = (await answer.json()).sessionId;
      return route.abort('connectionreset');
    });
    await page.getByRole('button', { name: 'Create session' }).click();
    await expect(page.getByRole('region', { name: 'New session' }).getByRole('alert')).toBeVisible();
    await expect(rowOf(page, id)).toBeVisible();
    expect(creates).toBe(1);
    await stop(page, id);
  });
});
