// The page of one session: reached by a click or a link, what it says, what can be copied from it and run elsewhere.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { accountKey, create, dropConfig, expect, expectReadable, newId, rowOf, signIn, stop, test } from './console.mjs';

const run = promisify(execFile);
const card = (page, name) => page.getByRole('region', { name });
const heading = (page, id) => page.getByRole('heading', { name: id, level: 1 });
const steps = (page) => card(page, 'What happened').getByRole('listitem');
const present = (page) => card(page, 'What happened').locator('[aria-current=step]');
const snippets = (page) => card(page, 'The same calls elsewhere').locator('pre');

/** Signs in where the page is, instead of at its beginning. */
async function signInHere(page) {
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await dropConfig(page);
  await expect(page.getByText('has filled in the fields below')).toBeVisible();
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Creates a session and goes to its page. */
async function openNew(page, name) {
  await signIn(page);
  const id = newId(name);
  await create(page, id);
  await page.getByRole('link', { name: id, exact: true }).click();
  await expect(heading(page, id)).toBeVisible();
  return id;
}

async function stopHere(page, id) {
  await page.getByRole('button', { name: `Stop session ${id}` }).click();
  await page.getByRole('button', { name: 'Stop now' }).click();
  await expect(present(page)).toContainText('Stopped');
}

test('a person follows one session from its creation to its end, and finds the way back', async ({ page }) => {
  const id = await openNew(page, 'one');
  await expect(page).toHaveURL(new RegExp(`#/sessions/[a-z0-9]+/${id}$`));
  await expect(page).toHaveTitle(`${id} – Remote Rendering`);
  await expect(heading(page, id)).toBeFocused();

  await expect(present(page)).toContainText('Ready');
  await expect(steps(page)).toHaveText([/^Created/, /^Starting/, /^Ready *between /, /^Lease ends/]);
  const properties = card(page, 'Properties');
  await expect(properties).toContainText('.mixedreality.localhost');
  await properties.getByText('JSON', { exact: true }).click();
  expect(JSON.parse(await properties.locator('pre').textContent())).toMatchObject({ id, status: 'Ready' });
  const calls = card(page, 'Calls that touched it').getByRole('listitem');
  await expect(calls.last()).toContainText(new RegExp(`20[01] PUT http.*/sessions/${id}.* · \\d+ ms · MS-CV [\\w+/]{22}\\.0`));

  await page.getByRole('button', { name: `Extend session ${id}` }).click();
  await page.getByRole('dialog').getByRole('button', { name: '+ 1 h' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Extend' }).click();
  await expect(card(page, 'What happened').getByRole('meter')).toHaveAccessibleName(/^1 h (29|30) min left$/);
  await expect(calls.first()).toContainText(`200 PATCH`);

  await page.goBack();
  await expect(rowOf(page, id)).toBeVisible();
  await expect(page).toHaveTitle('Remote Rendering');
  await expect(heading(page, 'Remote Rendering')).toBeFocused();
  await page.goForward();
  await expect(heading(page, id)).toBeFocused();
  await stopHere(page, id);
  await expect(steps(page).last()).toHaveText(/^Stopped/);
  await page.getByRole('link', { name: 'All sessions' }).click();
  await expect(rowOf(page, id).getByText('Stopped', { exact: true })).toBeVisible();
});

test('what was typed for the next session is there again after a look at another', async ({ page }) => {
  await signIn(page);
  const id = newId('typed');
  await create(page, id);
  const lease = page.getByRole('textbox', { name: 'Lease (hh:mm)' });
  const search = page.getByRole('searchbox', { name: 'Search sessions' });
  await lease.fill('02:00');
  await page.getByRole('radio', { name: /Premium/ }).check();
  await search.fill(id);
  await rowOf(page, id).getByRole('link', { name: id, exact: true }).click();
  await expect(heading(page, id)).toBeFocused();
  await page.goBack();
  await expect(lease).toHaveValue('02:00');
  await expect(page.getByRole('radio', { name: /Premium/ })).toBeChecked();
  await expect(search).toHaveValue(id);
  await stop(page, id);

  // Who signs out leaves nothing of it to the next one.
  await page.getByRole('button', { name: 'Sign out' }).click();
  await signIn(page);
  await expect(lease).toHaveValue('00:30');
});

test('host, ports and id are copied with one press', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const id = await openNew(page, 'copy');
  await expect(present(page)).toContainText('Ready');
  for (const [name, expected] of [
    ['Session ID', new RegExp(`^${id}$`)],
    ['Host', /\.mixedreality\.localhost$/],
    ['Handshake port', /^\d{5}$/],
    ['Inspector port', /^\d{5}$/],
  ]) {
    await page.getByRole('button', { name: `Copy: ${name}` }).click();
    await expect(page.getByText(`Copied: ${name}`, { exact: true })).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(expected);
  }
  await stopHere(page, id);
});

test('a link leads to its session after a sign-in, whatever has become of it', async ({ page }) => {
  const id = await openNew(page, 'link');
  const link = page.url();
  await page.reload();
  await signInHere(page);
  await expect(present(page)).toContainText(/Starting|Ready/);
  await expect(page).toHaveURL(link);
  await stopHere(page, id);

  // It is in no list any more.
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveTitle('Remote Rendering');
  await expect(page).toHaveURL(link);
  await signInHere(page);
  await expect(present(page)).toContainText('Stopped');
  await expect(page.getByRole('button', { name: `Stop session ${id}` })).toHaveCount(0);
});

test.describe('of nobody', () => {
  test.use({ allowLog: /404/ });

  test('a link to no session, or into no region, says so and leads back', async ({ page }) => {
    await page.goto(`/#/sessions/westeurope/${newId('nobody')}`);
    await signInHere(page);
    await expect(page.getByRole('alert')).toContainText('There is no such session in this region.');
    await expect(page.getByRole('alert')).toContainText(/MS-CV [\w+/]{22}\.0/);
    await page.evaluate(() => { location.hash = '#/sessions/atlantis/one'; });
    await expect(page.getByRole('alert')).toContainText('This service has no region atlantis.');
    await page.evaluate(() => { location.hash = '#/sessions/nonsense'; });
    await expect(page.getByRole('heading', { name: 'Sessions' })).toBeVisible();
    await page.goBack();
    await page.getByRole('link', { name: 'All sessions' }).click();
    await expect(page.getByRole('heading', { name: 'Sessions' })).toBeVisible();
  });
});

test('the written calls do what they say, and hold no secret', async ({ page }) => {
  const id = await openNew(page, 'written');
  await expect(present(page)).toContainText('Ready');
  const [token, read, extend] = await snippets(page).allTextContents();
  const shell = async (snippet, environment) => {
    const { stdout } = await run('sh', ['-c', snippet], { env: { ...process.env, ...environment } });
    return JSON.parse(stdout);
  };
  // The test reads the token itself: not every machine has jq.
  const issued = token.replace(' | jq -r .AccessToken', '').replace(/^TOKEN=\$\(([\s\S]*)\)$/, '$1');
  const { AccessToken: TOKEN } = await shell(issued, { ACCOUNT_KEY: accountKey });
  expect(TOKEN.split('.')).toHaveLength(3);
  expect(await shell(read, { TOKEN })).toMatchObject({ id, maxLeaseTimeMinutes: 30 });
  expect(await shell(extend, { TOKEN })).toMatchObject({ id, maxLeaseTimeMinutes: 60 });

  for (const language of ['PowerShell', 'JavaScript']) {
    await page.getByRole('radio', { name: language }).check();
    const written = (await snippets(page).allTextContents()).join('\n');
    for (const secret of [accountKey, TOKEN]) expect(written.includes(secret)).toBe(false);
  }
  const stopping = await snippets(page).last().textContent();
  const said = page.waitForEvent('console');
  await page.evaluate(`(async () => { const token = ${JSON.stringify(TOKEN)}; ${stopping} })()`);
  expect((await said).text()).toMatch(/^20\d/);
  expect(await shell(read, { TOKEN })).toMatchObject({ id, status: 'Stopped' });
});

for (const colorScheme of ['light', 'dark']) {
  for (const viewport of [{ width: 1280, height: 900 }, { width: 360, height: 740 }]) {
    test.describe(`in the ${colorScheme} theme at ${viewport.width} px`, () => {
      test.use({ colorScheme, viewport, allowLog: /404/, contextOptions: { reducedMotion: 'reduce' } });

      test('the page can be read in every state', async ({ page }) => {
        const picture = (state) => `session-${state}-${colorScheme}-${viewport.width}`;
        // It starts until it has been looked at.
        const held = [];
        let holding = true;
        await page.route((url) => url.pathname.includes('/sessions/a-session-'), (route) => {
          if (holding && route.request().method() === 'GET') held.push(route);
          else route.continue();
        });
        const id = await openNew(page, 'a-session-with-a-rather-long-name-as-people-choose-them');
        await expect(present(page)).toContainText('Starting');
        await expectReadable(page, 'starting', picture('starting'));
        holding = false;
        await Promise.all(held.map((route) => route.continue().catch(() => {})));
        await expect(present(page)).toContainText('Ready');
        await page.getByText('JSON', { exact: true }).click();
        await expectReadable(page, 'ready', picture('ready'));
        await page.getByRole('button', { name: `Extend session ${id}` }).click();
        await expectReadable(page, 'extending', picture('extending'));
        await page.keyboard.press('Escape');
        await expect(page.locator('dialog')).toHaveCount(0);
        await stopHere(page, id);
        await expectReadable(page, 'stopped', picture('stopped'));
        await page.evaluate(() => { location.hash = '#/sessions/eastus/no-such-session'; });
        await expect(page.getByRole('alert')).toBeVisible();
        await expectReadable(page, 'unknown', picture('unknown'));
      });
    });
  }
}
