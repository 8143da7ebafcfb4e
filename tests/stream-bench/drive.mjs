// Moves a camera in a real browser, and reads how long its pictures take. `cargo xtask bench stream` runs it in the device's
// network namespace and gives a plan in the environment variable PLAN; the outcome goes to standard output as JSON.
import { chromium } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import workspace from '../../playwright.config.mjs';
import { serveFolder } from '../package/static-host.mjs';

/**
 * @typedef {object} Plan
 * @property {string} browser the browser's binary
 * @property {string} site the folder with the page, and the npm package in `package`
 * @property {string} address the host's WebSocket
 * @property {string} token what lets the page in
 * @property {'webrtc' | 'websocket'} transport the only way that is used
 * @property {string} model what is looked at
 * @property {number | null} smallestScale how small moving pictures may become
 * @property {number} warmUp seconds that are not counted
 * @property {number} seconds seconds that are
 * @property {number} restSeconds for how many seconds the picture is watched at rest
 */

/** @type {Plan} */
const plan = JSON.parse(process.env.PLAN);

/** How often the pointer is moved, in milliseconds: as often as screens show. */
const STEP = 1000 / 60;

const host = await serveFolder(plan.site);
const browser = await chromium.launch({
  executablePath: plan.browser,
  args: workspace.use.launchOptions.args,
});

/** Turns around the scene by the mouse, as long as that. */
async function turn(page, seconds) {
  const { width, height } = page.viewportSize();
  const until = performance.now() + 1000 * seconds;
  for (let step = 0; performance.now() < until; step += 1) {
    const due = performance.now() + STEP;
    const x = width * (0.5 + 0.3 * Math.sin(step / 40));
    const y = height * (0.5 + 0.1 * Math.sin(step / 29));
    await page.mouse.move(x, y);
    await wait(due - performance.now());
  }
}

const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** How long after the last frame nothing of it is on its way any more, and Chromium has stopped asking for another, in milliseconds. */
const SETTLED = 12_000;

/** The bytes that have come to this end of the way and left it, with all headers. */
async function wire() {
  const devices = await readFile('/proc/net/dev', 'utf8');
  const [, numbers] = /^ *rr-device:(.*)$/m.exec(devices);
  const [received, , , , , , , , sent] = numbers.trim().split(/ +/).map(Number);
  return [received, sent];
}

/** What goes over the way while the picture is at rest, in bits per second. */
async function watchRest(page, seconds) {
  await page.waitForFunction(() => globalThis.bench.isSharp());
  await wait(SETTLED);
  const before = await wire();
  const began = performance.now();
  await wait(1000 * seconds);
  const after = await wire();
  const took = (performance.now() - began) / 1000;
  return after.map((bytes, index) => ((bytes - before[index]) * 8) / took);
}

try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  page.on('pageerror', (error) => console.error(error));
  await page.goto(host.url);
  await page.waitForFunction(() => document.title === 'ready');
  const { address, token, transport, model, smallestScale } = plan;
  const grant = { address, token, expiresInSeconds: 60 };
  const opened = await page.evaluate((words) => globalThis.bench.open(...words), [
    grant,
    transport,
    model,
    smallestScale ?? undefined,
  ]);
  await page.mouse.move(640, 360);
  await page.mouse.down();
  await turn(page, plan.warmUp);
  await page.evaluate(() => globalThis.bench.begin());
  await turn(page, plan.seconds);
  const seen = await page.evaluate((seconds) => globalThis.bench.end(seconds), plan.seconds);
  await page.mouse.up();
  const rest = plan.restSeconds > 0 ? await watchRest(page, plan.restSeconds) : null;
  await page.evaluate(() => globalThis.bench.close());
  console.log(JSON.stringify({ firstFrameMs: opened, rest, ...seen }));
} finally {
  await browser.close();
  await host.close();
}
