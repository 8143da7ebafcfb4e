// The example app of www/examples, with the packed package beside it as its README says.
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serveFolder } from './static-host.mjs';

const folder = process.env.CONSUMER_FOLDER;
const arrconfig = join(folder, 'arrconfig.json');
const example = join(folder, 'example');
const config = JSON.parse(await readFile(arrconfig, 'utf8'));

// One after the other: each looks for its own session among those of the account.
test.describe.configure({ mode: 'default' });

let host;

test.beforeAll(async () => {
  await cp(fileURLToPath(new URL('../../www/examples', import.meta.url)), example, {
    recursive: true,
    filter: (path) => !path.endsWith('/remote-rendering'),
  });
  await cp(join(folder, 'node_modules/remote-rendering'), join(example, 'remote-rendering'), { recursive: true });
  host = await serveFolder(example);
});

test.afterAll(() => host.close());

/** A page that says nothing on its console: no error, and nothing that the Content-Security-Policy refuses. */
async function open(page) {
  const said = [];
  page.on('pageerror', (error) => said.push(error.message));
  // What a service refuses is on the console, too.
  page.on('console', (message) => /Failed to load resource/.test(message.text()) || said.push(message.text()));
  await page.goto(`${host.url}/`);
  return said;
}

/** Axe finds nothing, and nobody has to scroll sideways. */
async function expectGood(page, state) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), state).toEqual([]);
  const isWide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  expect(isWide, state).toBe(false);
  // To look at.
  await page.screenshot({ path: join(folder, `pictures/${state}-${page.viewportSize().width}.png`), fullPage: true });
}

const button = (page, name) => page.getByRole('button', { name });
const paste = async (page, text) => {
  await page.getByLabel('Or paste its text').fill(text);
  await button(page, 'Sign in').click();
};

for (const [colorScheme, width] of [['light', 1280], ['dark', 360]]) {
  test.describe(`in the ${colorScheme} theme at ${width} px`, () => {
    test.use({ colorScheme, viewport: { width, height: 740 } });

    test('a session goes from its creation to its end', async ({ page }) => {
      const said = await open(page);
      await expectGood(page, 'sign-in');
      await page.getByLabel('Choose arrconfig.json').setInputFiles(arrconfig);
      await expect(page.getByRole('heading', { name: 'New session' })).toBeFocused();
      await page.getByLabel('Lease in minutes').fill('20');
      await button(page, 'Create in the nearest region').click();
      const row = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: /^example-/ }) });
      await expect(row).toContainText('Starting');
      await expectGood(page, 'starting');
      await expect(page.getByText(/^Ready in .+ after \d+ s\.$/)).toBeVisible();
      await expect(page.getByRole('list', { name: 'Regions by latency' }).getByRole('listitem')).toHaveCount(5);
      await expect(row).toContainText(/Ready.*of 20 min/s);
      await button(page, /^Extend session example-/).click();
      await expect(row).toContainText('of 50 min');
      await expectGood(page, 'ready');

      await button(page, /^Stop session example-/).press('Enter');
      await expectGood(page, 'asked');
      await button(page, 'Keep it').press('Enter');
      await expect(page.getByRole('dialog')).toBeHidden();
      await expect(button(page, /^Stop session example-/)).toBeFocused();
      await button(page, /^Stop session example-/).press('Enter');
      await button(page, 'Stop it').press('Enter');
      await expect(row).toHaveCount(0);
      await expect(page.getByRole('heading', { name: 'Sessions', exact: true })).toBeFocused();
      await expectGood(page, 'ended');

      await button(page, 'Sign out').click();
      await expect(page.getByRole('heading', { name: 'Sign in' })).toBeFocused();
      await expect(page.getByLabel('Or paste its text')).toHaveValue('');
      expect(said).toEqual([]);
    });

    test('what cannot be read and what is refused is told', async ({ page }) => {
      const said = await open(page);
      const problem = page.getByRole('alert').first();
      await button(page, 'Sign in').click();
      await expect(problem).toHaveText('Choose, drop or paste an arrconfig.json.');
      await paste(page, '{"accountSettings": ');
      await expect(problem).toHaveText('That is no good arrconfig.json: not JSON');
      await paste(page, '{"accountSettings": {"arrAccountId": "<fill in the account id>"}}');
      await expect(problem).toContainText('accountSettings.arrAccountId: not filled in');
      await paste(page, JSON.stringify({ ...config, accountSettings: { ...config.accountSettings, arrAccountKey: undefined } }));
      await expect(problem).toHaveText('The file does not say accountSettings.arrAccountKey.');
      const wrongKey = 'bm90IHRoZSBrZXkgb2YgYW55IGFjY291bnQ=';
      await paste(page, JSON.stringify({ ...config, accountSettings: { ...config.accountSettings, arrAccountKey: wrongKey } }));
      await expect(problem).toContainText('The service refuses the account’s key.');
      await expect(problem).not.toContainText(wrongKey);
      await expectGood(page, 'refused');
      expect(said).toEqual([]);
    });
  });
}

test('a dropped file signs in, and who cancels leaves no server behind', async ({ page }) => {
  const said = await open(page);
  const data = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], 'arrconfig.json', { type: 'application/json' }));
    return transfer;
  }, JSON.stringify(config));
  await page.dispatchEvent('.drop', 'drop', { dataTransfer: data });
  await button(page, 'Create in the nearest region').click();
  const row = page.getByRole('heading', { name: /^example-/ });
  await expect(row).toBeVisible();
  await button(page, 'Cancel').click();
  await expect(page.getByText('Cancelled.')).toBeVisible();
  await expect(row).toHaveCount(0);
  await button(page, 'Refresh').click();
  await expect(row).toHaveCount(0);
  expect(said).toEqual([]);
});
