// What a screen reader meets on each page: its parts, in their order, by role and name.
import { create, expect, newId, open, rowOf, signIn, stop, test } from './console.mjs';

test('the page to sign in', async ({ page }) => {
  await open(page);
  await expect(page.getByRole('main')).toMatchAriaSnapshot(`
    - main:
      - heading "Remote Rendering" [level=1]
      - paragraph: /Lease a rendering server/
      - button "Settings from a file"
      - textbox "Endpoint"
      - textbox "Account ID"
      - group "Sign in with":
        - radio "Account key" [checked]
        - radio "Access token"
      - textbox "Account key"
      - button "Show"
      - group: Account domain and API generation
      - checkbox "Remember the endpoint and the account in this browser"
      - checkbox /Stay signed in while this tab is open/
      - button "Sign in"
      - combobox "Language"
  `);
});

test('the pages of who is signed in', async ({ page }) => {
  await signIn(page);
  const id = newId('structure');
  await create(page, id);
  await expect(rowOf(page, id).getByText('Ready', { exact: true })).toBeVisible();
  await expect(page.getByRole('banner')).toMatchAriaSnapshot(`
    - banner:
      - heading "Remote Rendering" [level=1]
      - term: Endpoint
      - definition
      - term: Account
      - definition
      - term: Token
      - definition: /renewed before/
      - combobox "Language"
      - button "Settings"
      - button "Sign out"
  `);
  await expect(page.getByRole('region', { name: 'New session' })).toMatchAriaSnapshot(`
    - region "New session":
      - heading "New session" [level=2]
      - combobox "Region"
      - group "Size":
        - radio /Standard/ [checked]
        - radio /Premium/
      - textbox "Lease (hh:mm)": 00:30
      - group "Common leases":
        - button "30 min"
        - button "1 h"
        - button "4 h"
      - button "Create session"
  `);
  await expect(rowOf(page, id)).toMatchAriaSnapshot(`
    - row:
      - cell:
        - link "${id}"
      - cell:
        - status: Ready
      - cell /min left/:
        - meter /min left/
      - cell
      - cell:
        - link "Connect to session ${id}"
        - button "Extend session ${id}"
        - button "Stop session ${id}"
  `);
  await page.getByRole('link', { name: id, exact: true }).click();
  await expect(page.getByRole('main')).toMatchAriaSnapshot(`
    - main:
      - paragraph:
        - link "All sessions"
      - heading "${id}" [level=1]
      - status: Ready
      - region "What happened":
        - heading "What happened" [level=2]
        - meter /min left/
        - link "Connect to session ${id}"
        - button "Extend session ${id}"
        - button "Stop session ${id}"
        - list:
          - listitem:
            - strong: Created
          - listitem:
            - strong: Starting
          - listitem:
            - strong: Ready
          - listitem:
            - strong: Lease ends
      - region "Properties":
        - heading "Properties" [level=2]
      - region "The same calls elsewhere":
        - group "Written for":
          - radio "curl" [checked]
          - radio "PowerShell"
          - radio "JavaScript"
      - region "Calls that touched it":
        - list
  `);
  await page.goBack();
  await stop(page, id);
});
