// What a session's server renders, in the page: connected, moved through, loaded into, refused, ended. Against a service of
// its own, whose servers are real: `cargo xtask test e2e` starts it and sets HOSTS_URL and HOSTS_ARRCONFIG. They render in
// software, on the cores that the tests have: small pictures, small models.
import { readFile } from 'node:fs/promises';
import {
  config as simulated, create, dropConfig, expect, expectAccessible, expectNoSidewaysScroll, newId, rowOf, test,
} from './console.mjs';
import { box, crowd, file } from './model.mjs';

const url = process.env.HOSTS_URL;
if (!url) throw new Error('HOSTS_URL is not set: this spec needs a service with `--allocator process`');
const config = JSON.parse(await readFile(process.env.HOSTS_ARRCONFIG, 'utf8'));

test.use({ baseURL: url, viewport: { width: 720, height: 700 }, contextOptions: { reducedMotion: 'reduce' } });
// A render in software takes its time, with as many of them as there are cores.
test.describe.configure({ timeout: 120_000 });

const stage = (page) => page.getByRole('region', { name: 'What the session’s server renders' });
const picture = (page) => page.locator('.picture > *');
const tool = (page, name) => page.getByRole('toolbar').getByRole('button', { name });
const said = (page, words) => expect(stage(page).getByRole('heading', { name: words })).toBeVisible();

async function signInAt(page, settings = config) {
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await dropConfig(page, settings);
  await expect(page.getByText('has filled in the fields below')).toBeVisible();
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Signs in, creates a session and connects to it. */
async function connect(page, id) {
  await page.goto('/');
  await signInAt(page);
  await create(page, id);
  await page.getByRole('link', { name: `Connect to session ${id}` }).click();
  await said(page, 'The scene is empty.');
  return id;
}

/** What is shown in the middle of the picture, as red, green and blue from 0 to 255. */
const middle = (page) => page.evaluate(() => {
  const shown = [...document.querySelectorAll('.picture video, .picture canvas')].find((it) => it.checkVisibility());
  const context = Object.assign(document.createElement('canvas'), { width: 9, height: 9 }).getContext('2d');
  context.drawImage(shown, 0, 0, 9, 9);
  return [...context.getImageData(4, 4, 1, 1).data].slice(0, 3);
});

/** A coarse copy of the picture: colours that change when it moves. */
const coarse = (page) => page.evaluate(() => {
  const shown = [...document.querySelectorAll('.picture video, .picture canvas')].find((it) => it.checkVisibility());
  const context = Object.assign(document.createElement('canvas'), { width: 32, height: 18 }).getContext('2d');
  context.drawImage(shown, 0, 0, 32, 18);
  return [...context.getImageData(0, 0, 32, 18).data];
});

/** Waits until the picture is another one than this: more differs than what a better encoding of the same would bring. */
const expectMoved = (page, before, more = 20) => expect.poll(async () => {
  const now = await coarse(page);
  return before.filter((value, at) => Math.abs(value - now[at]) > 24).length;
}).toBeGreaterThan(more);

/** Waits until the middle of the picture is red, or green, or blue: one of the three stands out. */
const expectColor = (page, channel) => expect.poll(async () => {
  const color = await middle(page);
  const others = color.filter((_, at) => at !== channel);
  return color[channel] - Math.max(...others);
}).toBeGreaterThan(90);

/** How bright the darkest point along the edges of the picture is, as it is seen in the page, from 0 to 255. */
async function edges(page) {
  await page.evaluate(() => {
    for (const over of document.querySelectorAll('.room > :not(.picture)')) over.style.visibility = 'hidden';
  });
  const shot = await picture(page).screenshot();
  return page.evaluate(async (bytes) => {
    const image = await createImageBitmap(new Blob([Uint8Array.from(bytes)], { type: 'image/png' }));
    const { width, height } = image;
    const context = Object.assign(document.createElement('canvas'), { width, height }).getContext('2d');
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, width, height);
    const bright = (x, y) => Math.max(...data.slice((y * width + x) * 4, (y * width + x) * 4 + 3));
    const along = (length, at) => Array.from({ length }, (_, place) => at(place));
    return Math.min(
      ...along(width, (x) => Math.min(bright(x, 0), bright(x, height - 1))),
      ...along(height, (y) => Math.min(bright(0, y), bright(width - 1, y))),
    );
  }, [...shot]);
}

async function stopFrom(page, id) {
  await page.getByRole('button', { name: `Stop session ${id}` }).click();
  await page.getByRole('button', { name: 'Stop now' }).click();
}

test('a person walks around a model of the server and one of their own', async ({ page }) => {
  const id = await connect(page, newId('walk'));
  await expect(page.getByRole('meter')).toHaveAccessibleName(/left$/);
  await expect(page.getByRole('button', { name: `Extend session ${id}` })).toBeVisible();
  await expectAccessible(page, 'an empty scene');

  // A sample: something is there, and moves by mouse and by key.
  const empty = await coarse(page);
  await stage(page).getByRole('button', { name: 'Gears' }).click();
  await expect(stage(page).getByRole('status').last()).toHaveText('Gears is in the scene.');
  await expectMoved(page, empty);
  // The button is gone; the keyboard goes on in the picture.
  await expect(picture(page)).toBeFocused();
  await expectAccessible(page, 'a scene');
  let before = await coarse(page);
  const { x, y, width, height } = await picture(page).boundingBox();
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width / 2 + 160, y + height / 2 + 40, { steps: 8 });
  await page.mouse.up();
  await expectMoved(page, before);
  before = await coarse(page);
  await picture(page).focus();
  await page.keyboard.press('ArrowLeft', { delay: 400 });
  await expectMoved(page, before);

  // The models: out with the one, in with another.
  await page.keyboard.press('o');
  const models = page.getByRole('region', { name: 'Models' });
  await expectAccessible(page, 'the models');
  await models.getByRole('button', { name: 'Remove Gears' }).click();
  await expect(models.getByText('None yet.')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.locator('#stage-file').setInputFiles(file('red.glb', box([1, 0, 0])));
  await expect(stage(page).getByRole('status').last()).toHaveText('red.glb is in the scene.');
  await tool(page, 'Fit').click();
  await expectColor(page, 0);

  // A broken one is refused, and nothing is lost.
  await page.locator('#stage-file').setInputFiles(file('broken.glb', Buffer.from('no model')));
  await expect(stage(page).getByText('broken.glb could not be loaded.').first()).toBeVisible();
  await expect(stage(page).getByText('The file is not a glTF model, or a broken one.')).toBeVisible();
  await expectAccessible(page, 'a load that failed');
  await stage(page).getByRole('button', { name: 'Dismiss' }).click();
  await expectColor(page, 0);

  // Figures, help, a picture to keep.
  await tool(page, 'Statistics').click();
  const figures = page.getByRole('region', { name: 'Statistics' });
  await expect(figures.getByRole('row', { name: /^Transport (WebRTC|WebSocket)$/ })).toBeVisible();
  await expect(figures.getByRole('row', { name: /^Picture \d+ × \d+$/ })).toBeVisible();
  await expectAccessible(page, 'the figures');
  await tool(page, 'Statistics').click();
  await tool(page, 'Help').click();
  await expect(page.getByRole('table', { name: 'Keys' })).toBeVisible();
  await expectAccessible(page, 'the help');
  await page.keyboard.press('Escape');
  await expect(tool(page, 'Help')).toBeFocused();
  const saved = page.waitForEvent('download');
  await tool(page, 'Screenshot').click();
  expect((await saved).suggestedFilename()).toMatch(new RegExp(`^${id}-20\\d\\d-[\\dT-]+\\.png$`));

  // The toolbar is one stop, and goes round by arrows.
  await tool(page, 'Models').focus();
  await page.keyboard.press('ArrowLeft');
  await expect(tool(page, 'Disconnect')).toBeFocused();
  await page.keyboard.press('Enter');
  await said(page, 'Disconnected');
  await expectAccessible(page, 'disconnected');
  await stage(page).getByRole('button', { name: 'Connect again' }).click();
  await said(page, 'The scene is empty.');
  await stopFrom(page, id);
  await said(page, 'The session was stopped.');
  await expectAccessible(page, 'a stopped session');
});

test('a scene that the server has dropped is loaded again', async ({ page }) => {
  const sockets = [];
  let refusesReturn = false;
  await page.routeWebSocket(/\/connect$/, (socket) => {
    // What the host says to who comes back after more than 15 s, which no test waits for.
    if (refusesReturn) {
      refusesReturn = false;
      socket.onMessage((hello) => {
        expect(JSON.parse(hello).hello.resume).toBeTruthy();
        socket.send(JSON.stringify({ refused: { reason: 'resume' } }));
      });
    } else {
      sockets.push([socket, socket.connectToServer()]);
    }
  });
  const id = await connect(page, newId('dropped'));
  await stage(page).getByRole('button', { name: 'Gears' }).click();
  await expect(stage(page).getByRole('status').last()).toHaveText('Gears is in the scene.');
  await page.locator('#stage-file').setInputFiles(file('red.glb', box([1, 0, 0])));
  await expect(stage(page).getByRole('status').last()).toHaveText('red.glb is in the scene.');

  refusesReturn = true;
  await Promise.all(sockets[0].map((end) => end.close()));
  const notice = stage(page).getByText('What you had loaded is loaded again.').first();
  await expect(notice).toBeVisible();
  await tool(page, 'Models').click();
  for (const name of ['Gears', 'red.glb']) {
    await expect(page.getByRole('button', { name: `Remove ${name}` })).toBeVisible();
  }
  await expectAccessible(page, 'a scene that was loaded again');
  await stage(page).getByRole('button', { name: 'Dismiss' }).click();
  await expect(notice).toBeHidden();
  expect(sockets).toHaveLength(2);
  await stopFrom(page, id);
});

test('more than a Standard session shows is a checkerboard', async ({ page }) => {
  const id = await connect(page, newId('crowd'));
  await page.locator('#stage-file').setInputFiles(file('crowd.glb', crowd()));
  const notice = stage(page).locator('.notice').getByText('More than 20 million polygons are in view');
  await expect(notice).toBeVisible();
  await expectAccessible(page, 'a checkerboard');
  await tool(page, 'Models').click();
  await page.getByRole('button', { name: 'Remove crowd.glb' }).click();
  await expect(notice).toBeHidden();
  await stopFrom(page, id);
});

test('an address is judged as it is typed, and stays when it fails', async ({ page }) => {
  const id = await connect(page, newId('address'));
  await tool(page, 'Models').click();
  const field = page.getByRole('textbox', { name: 'Load from an address' });
  const load = page.getByRole('button', { name: 'Load', exact: true });
  await expect(field).toHaveAccessibleDescription(/models\.invalid/);
  await field.fill('https://models.example.com/a.glb');
  await expect(field).toHaveAccessibleDescription(/may not come from models\.example\.com/);
  await expect(load).toBeDisabled();
  await expectAccessible(page, 'an address from which no models may come');
  const address = 'https://models.invalid/cars/coupe.glb?signature=secret';
  await field.fill(address);
  await expect(field).toHaveAccessibleDescription(/^The https address/);
  await load.click();
  await expect(stage(page).getByText('coupe.glb could not be loaded.').first()).toBeVisible();
  await expect(stage(page).getByText('The model’s address did not answer as it should.')).toBeVisible();
  await expect(field).toHaveValue(address);
  await expect(page.locator('body')).not.toContainText('secret');
  await stopFrom(page, id);
});

test('the stage speaks the language that the page is changed to', async ({ page }) => {
  const id = await connect(page, newId('language'));
  await stage(page).getByRole('button', { name: 'Gears' }).click();
  await expect(picture(page)).toHaveAccessibleName('The rendered scene');
  await page.locator('.language select').selectOption('fr');
  await expect(picture(page)).toHaveAccessibleName('La scène rendue');
  await expect(picture(page)).toHaveAccessibleDescription(/flèches/i);
  await expect(page.getByText('Dans la scène : Engrenages.')).toBeAttached();
  await page.locator('.language select').selectOption('en');
  await stopFrom(page, id);
});

test.describe('in an odd size', () => {
  // Wide and low: what a row less in the height takes off the width can be seen.
  test.use({ viewport: { width: 1401, height: 701 } });

  test('the picture has no empty edge', async ({ page }) => {
    const id = await connect(page, newId('odd'));
    const inside = await picture(page).evaluate((it) => [it.clientWidth, it.clientHeight]);
    expect(inside.map((length) => length % 2), `${inside}`).toEqual([1, 1]);
    // The sky is brighter than the page behind it, whose edge would be seen.
    await expect.poll(() => edges(page)).toBeGreaterThan(60);
    await stopFrom(page, id);
  });
});

test('what moves by itself is played and paused', async ({ page }) => {
  const id = await connect(page, newId('motion'));
  const empty = await coarse(page);
  await expect(tool(page, 'Play')).toHaveCount(0);
  await stage(page).getByRole('button', { name: /windmill/i }).click();
  await expect(stage(page).getByRole('status').last()).toHaveText(/windmill/i);
  await expectMoved(page, empty);
  // Who prefers less motion has it paused.
  await expect(tool(page, 'Pause')).toHaveCount(0);
  await tool(page, 'Play').click();
  await expect(stage(page).getByRole('status').last()).toHaveText('Playing.');
  // Sails and a flag are a small part of the picture.
  await expectMoved(page, await coarse(page), 5);
  await expectMoved(page, await coarse(page), 5);
  await expectAccessible(page, 'a scene that moves');
  await page.keyboard.press('k');
  await expect(stage(page).getByRole('status').last()).toHaveText('Paused.');
  await expect(tool(page, 'Play')).toBeVisible();
  // It comes to rest: no picture follows.
  await page.keyboard.press('i');
  await expect(page.getByRole('row', { name: 'Frames per second 0', exact: true })).toBeVisible();
  await stopFrom(page, id);
});

test('one device at a time, and an end that another tab brings', async ({ page, context }) => {
  const granted = page.waitForResponse((answer) => answer.url().includes('/:connect'));
  const id = await connect(page, newId('two'));
  const { token } = await (await granted).json();
  const other = await context.newPage();
  await other.goto(page.url());
  await signInAt(other);
  await said(other, 'Another device is connected.');
  await expect(stage(other).getByText('A session shows its pictures to one device at a time.')).toBeVisible();
  await expectAccessible(other, 'another device is connected');

  // Who leaves the page has left the server.
  await page.getByRole('link', { name: 'The session’s page' }).click();
  const call = page.getByRole('listitem').filter({ hasText: '/:connect' });
  await expect(call).toContainText('200 POST');
  await stage(other).getByRole('button', { name: 'Try again' }).click();
  await said(other, 'The scene is empty.');

  // The call is in the activity, and what it granted is nowhere.
  await page.getByRole('link', { name: 'All sessions' }).click();
  await page.getByText(/^Activity/).click();
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export (HAR)' }).click();
  const activity = await readFile(await (await saving).path(), 'utf8');
  expect(activity).toContain('/:connect');
  expect(activity).not.toContain(token);

  await stopFrom(page, id);
  await said(other, 'The session was stopped.');
  await expect(other.getByText('Stopped', { exact: true })).toBeVisible();
  await stage(other).getByRole('link', { name: 'All sessions' }).click();
  await expect(rowOf(other, id)).toBeVisible();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true });

  test('everything has its place', async ({ page }) => {
    const id = await connect(page, newId('phone'));
    await expectNoSidewaysScroll(page);
    await stage(page).getByRole('button', { name: 'Gears' }).click();
    await expect(stage(page).getByRole('status').last()).toHaveText('Gears is in the scene.');
    await tool(page, 'Statistics').click();
    await tool(page, 'Models').click();
    await expectAccessible(page, 'the models on a phone');
    await expectNoSidewaysScroll(page);
    await stopFrom(page, id);
    await said(page, 'The session was stopped.');
  });
});

for (const [colorScheme, id] of [['light', 'gearbox-review'], ['dark', 'gearbox-assembly']]) {
  test.describe(`the documents’ picture, ${colorScheme}`, () => {
    test.use({ colorScheme, viewport: { width: 1440, height: 1000 } });

    test('a model of the server', async ({ page }) => {
      await connect(page, id);
      await stage(page).getByRole('button', { name: 'Gears' }).click();
      await expect(stage(page).getByRole('status').last()).toHaveText('Gears is in the scene.');
      await tool(page, 'Statistics').click();
      const { x, y, width, height } = await picture(page).boundingBox();
      await page.mouse.move(x + width / 2, y + height / 2);
      await page.mouse.down();
      await page.mouse.move(x + width / 2 - 120, y + height / 2 + 60, { steps: 40 });
      await page.mouse.up();
      // Until it has become as good as it becomes.
      let before;
      await expect.poll(async () => {
        const last = before;
        before = await coarse(page);
        return before.every((value, at) => value === last?.[at]);
      }, { intervals: [2000] }).toBe(true);
      await page.screenshot({ path: `target/pictures/docs/viewer-${colorScheme}.png` });
      await stopFrom(page, id);
      await said(page, 'The session was stopped.');
    });
  });
}

test.describe('a service whose servers are simulated', () => {
  test.use({ baseURL: process.env.BASE_URL, allowLog: /the server responded with a status of 409/ });

  test('says that there is nothing to connect to', async ({ page }) => {
    await page.goto('/');
    await signInAt(page, simulated);
    const id = newId('simulated');
    await create(page, id);
    await page.getByRole('link', { name: `Connect to session ${id}` }).click();
    await said(page, 'No connection');
    await expect(stage(page).getByText('The servers of this service are simulated')).toBeVisible();
    await expectAccessible(page, 'nothing to connect to');
    await stopFrom(page, id);
  });
});
