// Keys and tokens stay in memory: not in storage, address, page, or a call's URL. Nothing foreign is loaded.
import { accountKey, create, expect, newId, rowOf, signIn, stop, test } from './console.mjs';

test('neither key nor token is to be found anywhere', async ({ page, context }) => {
  const urls = [];
  const tokens = [];
  page.on('request', (request) => urls.push(request.url()));
  page.on('response', async (response) => {
    if (response.url().includes('/token') && response.request().method() === 'GET') {
      tokens.push((await response.json()).AccessToken);
    }
  });
  await signIn(page);
  const id = newId('safety');
  await create(page, id);
  await expect(rowOf(page, id).getByText('Ready', { exact: true })).toBeVisible();
  await page.getByText(/^Activity/).click();
  await stop(page, id);

  const places = await page.evaluate(async () => JSON.stringify([
    document.documentElement.outerHTML,
    [...document.querySelectorAll('input')].map((input) => input.value),
    { ...localStorage },
    { ...sessionStorage },
    document.cookie,
    location.href,
    history.state,
    await indexedDB.databases(),
    await caches.keys(),
  ]));
  expect(tokens).toHaveLength(1);
  for (const secret of [accountKey, tokens[0]]) {
    expect(places.includes(secret)).toBe(false);
    expect(urls.some((url) => decodeURIComponent(url).includes(secret))).toBe(false);
  }
  expect(await context.cookies()).toEqual([]);
});

test('the page loads nothing from elsewhere, and forbids it', async ({ page }) => {
  const foreign = [];
  page.on('request', (request) => {
    if (!new URL(request.url()).host.match(/^(127\.0\.0\.1|[\w.]+\.localhost):\d+$/)) foreign.push(request.url());
  });
  await signIn(page);
  expect(foreign).toEqual([]);
  const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('unsafe-inline');
  expect(policy).not.toContain("'unsafe-eval'");
});

test.describe('with a text that wants to be markup', () => {
  test.use({ allowLog: /TrustedHTML/ });

  test('no text becomes markup', async ({ page }) => {
    await page.goto('/');
    const made = await page.evaluate(() => {
      try {
        document.createElement('div').innerHTML = '<b>text</b>';
        return 'markup';
      } catch (error) {
        return error.name;
      }
    });
    expect(made).toBe('TypeError');
  });
});
