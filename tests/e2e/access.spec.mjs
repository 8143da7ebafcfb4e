// Everybody can use it: axe finds nothing in any state, in both themes; 360 px are enough; the keyboard is enough.
import {
  create, expect, expectAccessible, expectNoSidewaysScroll, expectReadable, newId, open, rowOf, signIn, stop, test,
} from './console.mjs';

for (const colorScheme of ['light', 'dark']) {
  for (const viewport of [{ width: 1280, height: 900 }, { width: 360, height: 740 }]) {
    test.describe(`in the ${colorScheme} theme at ${viewport.width} px`, () => {
      test.use({ colorScheme, viewport, contextOptions: { reducedMotion: 'reduce' } });

      test('axe finds nothing in any state', async ({ page }) => {
        await open(page);
        await expectAccessible(page, 'sign-in');
        await page.getByRole('button', { name: 'Sign in' }).click();
        await expect(page.getByText('Enter the account key.')).toBeVisible();
        await expectAccessible(page, 'sign-in with problems');
        await expectNoSidewaysScroll(page);

        await signIn(page);
        await expectAccessible(page, 'sessions');
        const id = newId('axe');
        await create(page, id);
        await expectAccessible(page, 'a session that is starting');
        await expect(rowOf(page, id).getByText('Ready', { exact: true })).toBeVisible();
        await expectAccessible(page, 'a session that is ready');
        await expectNoSidewaysScroll(page);

        await page.getByRole('button', { name: `Extend session ${id}` }).click();
        await expectAccessible(page, 'the extend dialog');
        await page.keyboard.press('Escape');
        await page.getByRole('button', { name: `Stop session ${id}` }).click();
        await expect(page.getByText(`Session ${id} is about to be stopped.`)).toBeVisible();
        await expectAccessible(page, 'a session that is about to be stopped');
        await expectNoSidewaysScroll(page);
        await page.getByRole('button', { name: `Undo: keep session ${id}` }).click();
        await page.getByRole('button', { name: 'Settings' }).click();
        await page.getByRole('radio', { name: 'Extend its lease' }).check();
        await expectAccessible(page, 'the settings');
        await expectNoSidewaysScroll(page);
        await page.keyboard.press('Escape');
        await page.getByRole('button', { name: 'Sign out' }).click();
        await expect(page.getByRole('dialog')).toContainText('One session that you created here goes on');
        await expectAccessible(page, 'what goes on after signing out');
        await page.keyboard.press('Escape');
        await stop(page, id);
        await page.getByText(/^Activity/).click();
        await expectAccessible(page, 'a stopped session and the activity');
      });
    });
  }
}

test('the keyboard alone creates and stops a session', async ({ page }) => {
  await signIn(page);
  const id = newId('keyboard');
  const summary = page.locator('details', { hasText: 'Session ID' }).locator('summary');
  await summary.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('textbox', { name: 'Session ID' })).toBeFocused();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type(id);
  await page.keyboard.press('Enter');
  const stopButton = page.getByRole('button', { name: `Stop session ${id}` });
  await stopButton.focus();
  await page.keyboard.press('Enter');
  // The same key takes it back: the focus has not moved.
  await expect(page.getByRole('button', { name: `Undo: keep session ${id}` })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(stopButton).toBeFocused();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Stop now' }).focus();
  await page.keyboard.press('Enter');
  await expect(rowOf(page, id).getByText('Stopped', { exact: true })).toBeVisible();
});

test('the keyboard keeps its place when a session is dismissed', async ({ page }) => {
  await signIn(page);
  const id = newId('place');
  await create(page, id);
  await page.getByRole('button', { name: `Stop session ${id}` }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Stop now' }).focus();
  await page.keyboard.press('Enter');
  const dismiss = page.getByRole('button', { name: `Dismiss session ${id}` });
  await dismiss.focus();
  await page.keyboard.press('Enter');
  await expect(rowOf(page, id)).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Sessions' })).toBeFocused();
});

test.describe('twice as large', () => {
  // A window of 1280 by 900 at 200 %.
  test.use({ viewport: { width: 640, height: 450 }, deviceScaleFactor: 2 });

  test('everything is there, without scrolling sideways', async ({ page }) => {
    await open(page);
    await expectReadable(page, 'sign-in at 200 %', 'zoom-sign-in');
    await signIn(page);
    const id = newId('zoom');
    await create(page, id);
    await expectReadable(page, 'sessions at 200 %', 'zoom-sessions');
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('button', { name: 'Save' }).scrollIntoViewIfNeeded();
    await expect(page.getByRole('button', { name: 'Save' })).toBeInViewport();
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: id, exact: true }).click();
    await expectReadable(page, 'a session at 200 %', 'zoom-session');
    await page.goBack();
    await stop(page, id);
  });
});

test.describe('in the colours of the system', () => {
  test.use({ contextOptions: { forcedColors: 'active' } });

  test('nothing is told by our colours alone', async ({ page }) => {
    await open(page);
    await expectReadable(page, 'sign-in in forced colours', 'forced-sign-in');
    await signIn(page);
    const id = newId('forced');
    await create(page, id);
    await expect(rowOf(page, id).getByText('Ready', { exact: true })).toBeVisible();
    await expectReadable(page, 'sessions in forced colours', 'forced-sessions');
    await page.getByRole('link', { name: id, exact: true }).click();
    await expectReadable(page, 'a session in forced colours', 'forced-session');
    await page.goBack();
    await stop(page, id);
  });
});
