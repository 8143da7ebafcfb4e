// The console in each of its languages.
import {
  config, dropConfig, expect, expectAccessible, expectNoSidewaysScroll, open, test, withSessions,
} from './console.mjs';

const LANGUAGES = [
  { locale: 'en-GB', tag: 'en', name: 'English', signIn: 'Sign in', sessions: 'Sessions' },
  { locale: 'fr-CA', tag: 'fr', name: 'français', signIn: 'Se connecter', sessions: 'Sessions' },
  { locale: 'pt-PT', tag: 'pt-BR', name: 'português (Brasil)', signIn: 'Entrar', sessions: 'Sessões' },
  { locale: 'ru-RU', tag: 'ru', name: 'русский', signIn: 'Войти', sessions: 'Сеансы' },
  { locale: 'sv-FI', tag: 'sv', name: 'svenska', signIn: 'Logga in', sessions: 'Sessioner' },
];

/** Signs in by what has no words: the settings' file and the form's own button. */
async function enter(page) {
  await page.goto('/');
  await page.locator('input[type=file]').setInputFiles({
    name: 'arrconfig.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(config)),
  });
  await expect(page.getByRole('status').filter({ hasText: 'arrconfig.json' })).toBeVisible();
  await page.locator('button[type=submit]').click();
  await expect(page.locator('.regions ol')).toHaveAttribute('aria-busy', 'false');
}

for (const { locale, tag, signIn, sessions } of LANGUAGES) {
  test.describe(`for who reads ${locale}`, () => {
    test.use({ locale });

    test(`the page speaks ${tag}`, async ({ page }) => {
      const files = [];
      page.on('request', (request) => {
        const { pathname } = new URL(request.url());
        if (pathname.endsWith('.ftl')) files.push(pathname.split('/').at(-1));
      });
      await page.goto('/');
      await expect(page.locator('html')).toHaveAttribute('lang', tag);
      await expect(page.getByRole('button', { name: signIn, exact: true })).toBeVisible();
      await page.screenshot({ path: `target/pictures/sign-in-${tag}.png`, fullPage: true });
      await enter(page);
      await expect(page.getByRole('heading', { name: sessions, exact: true })).toBeVisible();
      await expectAccessible(page, tag);
      await page.screenshot({ path: `target/pictures/console-${tag}.png`, fullPage: true });
      expect(new Set(files)).toEqual(new Set([`${tag}.ftl`]));
    });

    test(`numbers are written as in ${tag}`, async ({ page }) => {
      await withSessions(page, 1234);
      await enter(page);
      await page.getByRole('searchbox').fill('engine-1');
      await expect(page.locator('.narrowed [role=status]')).toContainText(new Intl.NumberFormat(tag).format(1234));
    });

    test.describe('on a phone', () => {
      test.use({ viewport: { width: 360, height: 740 } });

      test(`the words of ${tag} fit`, async ({ page }) => {
        await enter(page);
        await expectNoSidewaysScroll(page);
        await page.screenshot({ path: `target/pictures/console-${tag}-360.png`, fullPage: true });
      });
    });
  });
}

test('a language can be chosen, and stays chosen', async ({ page }) => {
  await open(page);
  const list = page.locator('.language select');
  for (const { tag, name, signIn } of [...LANGUAGES, LANGUAGES[0], LANGUAGES[3]]) {
    await list.selectOption({ label: name });
    await expect(page.locator('html')).toHaveAttribute('lang', tag);
    await expect(page.getByRole('button', { name: signIn, exact: true })).toBeVisible();
    await expect(list).toHaveValue(tag);
  }
  await page.reload();
  await expect(page.getByRole('button', { name: 'Войти', exact: true })).toBeVisible();
});

test('what was typed stays when the language changes', async ({ page }) => {
  await open(page);
  await dropConfig(page);
  await expect(page.locator('#account-id')).not.toHaveValue('');
  const id = await page.locator('#account-id').inputValue();
  await page.locator('.language select').selectOption('sv');
  await expect(page.getByRole('button', { name: 'Logga in', exact: true })).toBeVisible();
  await expect(page.locator('#account-id')).toHaveValue(id);
});

test.describe('without the file', () => {
  test.use({ allowLog: /Failed to load resource/ });

  test('a language that cannot be loaded leaves the page as it was', async ({ page }) => {
    await page.route('**/locales/ru.ftl', (route) => route.fulfill({ status: 404, body: '' }));
    await open(page);
    const list = page.locator('.language select');
    await list.selectOption('ru');
    await expect(page.getByRole('alert')).toContainText('This language could not be loaded.');
    await expect(list).toHaveValue('en');
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
    await page.unrouteAll();
    await list.selectOption('ru');
    await expect(page.getByRole('alert')).toHaveCount(0);
    await expect(list).toHaveValue('ru');
  });

  test('who reads a language whose file is missing gets English', async ({ browser, baseURL }) => {
    const context = await browser.newContext({ locale: 'fr', baseURL });
    const page = await context.newPage();
    await page.route('**/locales/fr.ftl', (route) => route.fulfill({ status: 404, body: '' }));
    await page.goto('./');
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    await context.close();
  });
});
