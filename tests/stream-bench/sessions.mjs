// Creates sessions of a service on this machine in a real browser, one after the other, waits for their first picture and stops
// them. `cargo xtask bench stream` gives a plan in the environment variable PLAN; the outcome goes to standard output as JSON.
import { chromium } from '@playwright/test';
import { readFile, readdir } from 'node:fs/promises';
import workspace from '../../playwright.config.mjs';
import { serveFolder } from '../package/static-host.mjs';

/**
 * @typedef {object} Plan
 * @property {string} browser the browser's binary
 * @property {string} site the folder with the page, and the npm package in `package`
 * @property {string} account the file of an account of the service
 * @property {number} process the service's process, whose children the sessions' servers are
 * @property {number} rounds how many sessions
 */

/** @type {Plan} */
const plan = JSON.parse(process.env.PLAN);
const { accountSettings, renderingSessionSettings } = JSON.parse(await readFile(plan.account, 'utf8'));

/** The servers that run: a process belongs to the thread that has started it. */
async function servers() {
  const threads = `/proc/${plan.process}/task`;
  const children = await Promise.all(
    (await readdir(threads)).map((thread) => readFile(`${threads}/${thread}/children`, 'utf8').catch(() => '')),
  );
  return children.join(' ').trim().split(/\s+/).filter(Boolean);
}

/** How long it takes until a condition holds, in milliseconds. */
async function timeUntil(condition) {
  const begun = performance.now();
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 1));
  return performance.now() - begun;
}

const host = await serveFolder(plan.site);
const browser = await chromium.launch({
  executablePath: plan.browser,
  args: workspace.use.launchOptions.args,
});

try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  page.on('pageerror', (error) => console.error(error));
  await page.goto(host.url);
  await page.waitForFunction(() => document.title === 'ready');
  await page.evaluate((account) => globalThis.bench.signIn(...account), [
    renderingSessionSettings.remoteRenderingDomain,
    accountSettings.arrAccountId,
    accountSettings.arrAccountDomain,
    { key: accountSettings.arrAccountKey },
  ]);
  const rounds = [];
  for (let round = 0; round < plan.rounds; round += 1) {
    const begun = await page.evaluate((id) => globalThis.bench.create(id), `bench-${round}`);
    if ((await servers()).length !== 1) throw new Error('a session has not one process');
    const [gone] = await Promise.all([
      timeUntil(async () => (await servers()).length === 0),
      page.evaluate((id) => globalThis.bench.stop(id), `bench-${round}`),
    ]);
    rounds.push({ ...begun, gone });
  }
  console.log(JSON.stringify(rounds));
} finally {
  await browser.close();
  await host.close();
}
