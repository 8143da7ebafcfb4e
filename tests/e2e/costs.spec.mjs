// What servers cost: a person sets the prices, and sees them where they matter.
import {
  create, expect, expectReadable, newId, rowOf, signIn, stop, test, withSessions,
} from './console.mjs';

const prices = (page) => page.getByRole('dialog', { name: 'Settings' });
const field = (page, name) => prices(page).getByRole('textbox', { name });
const save = (page) => prices(page).getByRole('button', { name: 'Save' }).click();

test('a price is set once, and every cost follows from it', async ({ page }) => {
  await signIn(page);
  await expect(page.getByText('Set a price to see what it costs.')).toBeVisible();
  await page.getByRole('button', { name: 'Set prices' }).click();
  await field(page, 'Standard').fill('3,60');
  await field(page, 'Premium').fill('12');
  await field(page, 'Currency').fill('eur');
  await save(page);
  await expect(page.getByText('At most €1.80 for this lease, at €3.60 an hour.')).toBeVisible();
  await page.getByRole('radio', { name: /Premium/ }).check();
  await page.getByRole('textbox', { name: 'Lease (hh:mm)' }).fill('02:15');
  await expect(page.getByText('At most €27.00 for this lease, at €12.00 an hour.')).toBeVisible();

  const id = newId('cost');
  await create(page, id);
  await expect(rowOf(page, id)).toContainText(/ready for 0 min: €0\.0\d/);
  await stop(page, id);

  // The browser keeps it.
  await page.reload();
  await signIn(page);
  await expect(page.getByText('At most €1.80 for this lease, at €3.60 an hour.')).toBeVisible();
});

test('the cost of all sessions is summed up', async ({ page }) => {
  await withSessions(page, 10);
  await signIn(page);
  await page.getByRole('button', { name: 'Settings' }).click();
  await field(page, 'Standard').fill('1');
  await field(page, 'Premium').fill('2');
  await save(page);
  // Five are ready: one of them Premium; their leases are 10, 12, 14, 16 and 18 minutes.
  await expect(page.getByText('5 sessions are starting or ready. Together $6.00 an hour, and at most $1.3')).toBeVisible();
  await expectReadable(page, 'sessions with their costs', 'costs');
});

test('what is no price is refused, and stays as typed', async ({ page }) => {
  await signIn(page);
  await page.getByRole('button', { name: 'Settings' }).click();
  await field(page, 'Standard').fill('cheap');
  await field(page, 'Currency').fill('€');
  await prices(page).getByRole('radio', { name: 'Stop it' }).check();
  await field(page, 'For as long as this').fill('soon');
  await save(page);
  await expect(prices(page).getByText('This is not an amount.')).toBeVisible();
  await expect(prices(page).getByText('Write the three letters of the currency')).toBeVisible();
  await expect(prices(page).getByText('Write hours and minutes')).toBeVisible();
  await expect(field(page, 'Standard')).toBeFocused();
  await expect(field(page, 'Standard')).toHaveValue('cheap');
  await expectReadable(page, 'settings with problems', 'settings-problems', 'dialog');
});
