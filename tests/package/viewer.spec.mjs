// The viewer in a page, with a service whose servers render.
import { expect, test } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { box } from './model.mjs';
import { serveFolder } from './static-host.mjs';

const folder = process.env.CONSUMER_FOLDER;
const { accountSettings, renderingSessionSettings } = JSON.parse(await readFile(join(folder, 'rendering.json'), 'utf8'));
const account = [
  renderingSessionSettings.remoteRenderingDomain,
  accountSettings.arrAccountId,
  accountSettings.arrAccountDomain,
  { key: accountSettings.arrAccountKey },
];

const WIDTH = 320;
const HEIGHT = 180;

test.use({ viewport: { width: WIDTH, height: HEIGHT } });
// Each has a renderer of its own, and a machine without a graphics device is busy with one.
test.describe.configure({ mode: 'default', timeout: 120_000 });

let server;

test.beforeAll(async () => {
  server = await serveFolder(folder);
});

test.afterAll(() => server.close());

/** A page with a session that is ready, which `run` gets; the session is ended in any case. */
async function withSession(page, run) {
  await page.goto(`${server.url}/page.html`);
  const id = `viewer-${randomUUID()}`;
  await page.evaluate(
    async ([account, id]) => {
      const { connect } = await import('/node_modules/remote-rendering/viewer.js');
      const client = new window.RemoteRenderingClient(...account);
      const poller = await client.beginSession(id, { maxLeaseTimeInMinutes: 5, size: 'Standard' }, { intervalInMs: 200 });
      const session = await poller.pollUntilDone();
      if (session.status !== 'Ready') throw session.error;
      document.body.innerHTML = '<div id="scene"></div>';
      document.body.style.margin = 0;
      const target = document.querySelector('#scene');
      target.style.height = '100vh';
      Object.assign(window, { client, connect, id, target });
      window.open = (options) => connect({ client, sessionId: id }, target, { label: 'A box', ...options });
    },
    [account, id],
  );
  try {
    await run();
  } finally {
    await page.evaluate(() => window.client.endSession(window.id));
  }
}

/** The colour in the middle of the picture: `red`, `green`, or its parts. */
function middle(page) {
  return page.evaluate(async () => {
    const image = await createImageBitmap(await window.viewer.screenshot());
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
    context.drawImage(image, 0, 0);
    const [red, green, blue] = context.getImageData(image.width / 2, image.height / 2, 1, 1).data;
    if (red > 200 && green < 60 && blue < 60) return 'red';
    if (green > 200 && red < 60 && blue < 60) return 'green';
    return `${red} ${green} ${blue}`;
  });
}

/** Drags from the middle to the right. */
async function drag(page, pixels) {
  await page.mouse.move(WIDTH / 2, HEIGHT / 2);
  await page.mouse.down();
  await page.mouse.move(WIDTH / 2 + pixels, HEIGHT / 2, { steps: 10 });
  await page.mouse.up();
}

for (const transport of ['webrtc', 'websocket']) {
  test(`a model is uploaded, seen in its colours and turned, by ${transport}`, async ({ page }) => {
    await withSession(page, async () => {
      const model = await page.evaluate(
        async ([transport, bytes]) => {
          window.viewer = window.open({ transport });
          window.stages = new Set();
          await window.viewer.ready;
          const file = new File([Uint8Array.from(bytes)], 'a box.glb');
          return window.viewer.upload(file, { onProgress: ({ stage }) => window.stages.add(stage) });
        },
        [transport, [...box()]],
      );
      expect(model).toMatchObject({ triangles: 12, low: [-1, -1, -1], high: [1, 1, 1] });
      expect(await page.evaluate(() => window.stages.has('uploading'))).toBe(true);
      await expect.poll(() => middle(page)).toBe('red');
      // The height is half a turn.
      await drag(page, HEIGHT);
      await expect.poll(() => middle(page)).toBe('green');
      // By keys, too.
      await page.keyboard.press('Home');
      await expect.poll(() => middle(page)).toBe('red');
      expect(await page.evaluate(() => [window.viewer.state, window.viewer.models.length])).toEqual([{ status: 'connected', transport }, 1]);
      // The host tells its figures once a second.
      const statistics = () => page.evaluate(() => window.viewer.statistics());
      await expect.poll(async () => (await statistics()).triangles).toBe(12);
      expect(await statistics()).toMatchObject({ transport, width: WIDTH, height: HEIGHT });
      expect((await statistics()).cameraToPixelsMs).toBeGreaterThan(0);
    });
  });
}

test('where UDP does not get through, pictures come by the socket', async ({ page }) => {
  // The host's candidate leads to a port at which nobody listens.
  await page.addInitScript(() => {
    const set = RTCPeerConnection.prototype.setRemoteDescription;
    RTCPeerConnection.prototype.setRemoteDescription = function setElsewhere({ type, sdp }) {
      return set.call(this, { type, sdp: sdp.replace(/^(a=candidate:\S+ \d+ udp \d+ \S+) \d+/gim, '$1 9') });
    };
  });
  await withSession(page, async () => {
    const [state, took] = await page.evaluate(async () => {
      const begun = performance.now();
      const viewer = await window.open().ready;
      return [viewer.state, performance.now() - begun];
    });
    expect(state).toEqual({ status: 'connected', transport: 'websocket' });
    expect(took).toBeGreaterThan(3_900);
  });
});

test('a lost connection comes back to its scene', async ({ page }) => {
  const sockets = [];
  await page.routeWebSocket(/\/connect$/, (socket) => {
    socket.connectToServer();
    sockets.push(socket);
  });
  await withSession(page, async () => {
    await page.evaluate(async () => {
      window.viewer = window.open({ transport: 'websocket' });
      window.states = [];
      window.viewer.addEventListener('statechange', ({ detail }) => window.states.push(detail.status));
      await window.viewer.ready;
      await window.viewer.load('sample:gears');
      window.states.length = 0;
    });
    await sockets[0].close();
    await expect.poll(() => page.evaluate(() => window.states)).toEqual(['reconnecting', 'connected']);
    expect(await page.evaluate(() => window.viewer.models.map(({ source }) => source))).toEqual(['sample:gears']);
    expect(sockets.length).toBe(2);
  });
});

test('a browser that shows no video is told so', async ({ page }) => {
  await page.addInitScript(() => {
    delete window.RTCPeerConnection;
    delete window.VideoDecoder;
  });
  await withSession(page, async () => {
    expect(await page.evaluate(() => window.open().ready.catch(({ kind }) => kind))).toBe('no-video');
  });
});

test('a second device is told that the session is busy, and gets in when the first has left', async ({ page }) => {
  await withSession(page, async () => {
    const refused = await page.evaluate(async () => {
      window.viewer = window.open();
      await window.viewer.ready;
      window.second = window.open();
      return window.second.ready.catch(({ name, kind, code }) => ({ name, kind, code }));
    });
    expect(refused).toEqual({ name: 'RestError', kind: 'connection-refused', code: 'busy' });
    await page.evaluate(() => {
      window.viewer.close();
      window.second.addEventListener('statechange', ({ detail }) => detail.status === 'refused' && setTimeout(() => window.second.retry(), 100));
      window.second.retry();
    });
    await expect.poll(() => page.evaluate(() => window.second.state.status)).toBe('connected');
    expect(await page.evaluate(() => window.target.childElementCount), 'the first has left the page').toBe(1);
  });
});

test('a session that is stopped ends the picture', async ({ page }) => {
  await withSession(page, async () => {
    const states = await page.evaluate(async () => {
      const viewer = window.open();
      const states = [];
      const ended = new Promise((resolve) => {
        viewer.addEventListener('statechange', ({ detail }) => {
          states.push(detail.status);
          if (detail.status === 'ended') resolve(detail.reason);
        });
      });
      await viewer.ready;
      await window.client.endSession(window.id);
      const reason = await ended;
      const image = await viewer.screenshot().catch(({ kind }) => kind);
      viewer.close();
      return { last: states.slice(-2), reason, image, left: window.target.childElementCount };
    });
    expect(states).toEqual({ last: ['ended', 'closed'], reason: 'stopped', image: 'no-picture', left: 0 });
  });
});

test('the picture has a name and a description, and is reached by keys', async ({ page }) => {
  await withSession(page, async () => {
    await page.evaluate(() => window.open({ description: 'Drag it.' }).ready);
    const scene = page.getByRole('application', { name: 'A box' });
    await expect(scene).toHaveAccessibleDescription('Drag it.');
    await page.keyboard.press('Tab');
    await expect(scene).toBeFocused();
  });
});

test('wrong arguments are named, and a session without a grant says why', async ({ page }) => {
  await page.goto(`${server.url}/page.html`);
  const outcome = await page.evaluate(async (account) => {
    const { connect } = await import('/node_modules/remote-rendering/viewer.js');
    const kind = ({ kind, message }) => `${kind} ${message.split(':')[0]}`;
    const thrown = (act) => {
      try {
        return act();
      } catch (error) {
        return kind(error);
      }
    };
    const client = new window.RemoteRenderingClient(...account);
    const own = { client, sessionId: 'nobody-s' };
    const target = document.createElement('div');
    const viewer = connect(own, target);
    const refused = await viewer.ready.catch((error) => [error.kind, error.cause.kind]);
    const aborted = connect(own, target, { abortSignal: AbortSignal.abort('enough') });
    return {
      wrong: [
        thrown(() => connect({}, target)),
        thrown(() => connect(own, 'scene')),
        thrown(() => connect(own, target, { transport: 'udp' })),
        thrown(() => connect(own, target, { smallestScale: 2 })),
      ],
      refused,
      aborted: await aborted.ready.catch((reason) => reason),
      load: await viewer.load('nothing').catch(kind),
    };
  }, account);
  expect(outcome).toEqual({
    wrong: ['invalid-argument session', 'invalid-argument target', 'invalid-argument transport', 'invalid-argument smallestScale'],
    refused: ['not-granted', 'not-found'],
    aborted: 'enough',
    load: 'invalid-argument source',
  });
});
