// Moves a camera in a real browser, and reads how long its pictures take. `cargo xtask bench stream` runs it in the device's
// network namespace and gives a plan in the environment variable PLAN; the outcome goes to standard output as JSON.
import { chromium } from '@playwright/test';
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
 * @property {number} warmUp seconds that are not counted
 * @property {number} seconds seconds that are
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
    await new Promise((resolve) => setTimeout(resolve, due - performance.now()));
  }
}

try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  page.on('pageerror', (error) => console.error(error));
  await page.goto(host.url);
  await page.waitForFunction(() => document.title === 'ready');
  const { address, token, transport, model } = plan;
  const grant = { address, token, expiresInSeconds: 60 };
  const opened = await page.evaluate((words) => globalThis.bench.open(...words), [grant, transport, model]);
  await page.mouse.move(640, 360);
  await page.mouse.down();
  await turn(page, plan.warmUp);
  await page.evaluate(() => globalThis.bench.begin());
  await turn(page, plan.seconds);
  const seen = await page.evaluate((seconds) => globalThis.bench.end(seconds), plan.seconds);
  await page.mouse.up();
  await page.evaluate(() => globalThis.bench.close());
  console.log(JSON.stringify({ firstFrameMs: opened, ...seen }));
} finally {
  await browser.close();
  await host.close();
}
