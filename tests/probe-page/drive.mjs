// Races in a real browser, by our probe and by others' methods. `cargo xtask bench probe-page` starts the services and
// gives a plan in the environment variable PLAN; each race's outcome goes to standard output as JSON, one a line.
import { chromium } from '@playwright/test';
import workspace from '../../playwright.config.mjs';
import { Distances } from './distances.mjs';

/**
 * @typedef {object} Plan
 * @property {string} browser the browser's binary
 * @property {string[]} distances the command that puts regions at a distance
 * @property {string} page the address of the page
 * @property {{ h1: string, h2: string }} services addresses of the service, without and with TLS
 * @property {number} attempts how often a race is run until it was undisturbed
 * @property {number} tolerance by how much delays may be late at times (95th percentile), in milliseconds: with more, the
 *   machine had something else to do, and the race says little
 * @property {Phase[]} phases what to race, one after the other
 *
 * @typedef {object} Phase
 * @property {number} lanes how many races run at once
 * @property {Run[]} runs what runs in turn
 *
 * @typedef {object} Run
 * @property {'ours' | 'ownClock' | 'azureSpeed' | 'azureSpeedTest2' | 'oneShot'} method
 * @property {Setting} setting
 * @property {number} races how many
 *
 * @typedef {object} Setting
 * @property {'h1' | 'h2'} protocol
 * @property {boolean} timingAllowed whether the regions permit to see the parts of a record
 * @property {'a' | 'c'} noise by what law round trips differ
 * @property {boolean} busy whether the page's main thread is
 */

/** @type {Plan} */
const plan = JSON.parse(process.env.PLAN);

const browser = await chromium.launch({
  executablePath: plan.browser,
  // The service's own certificate: its authority is trusted by nobody yet.
  args: [...workspace.use.launchOptions.args, '--ignore-certificate-errors'],
});
const lanes = Math.max(...plan.phases.map((phase) => phase.lanes));
const distances = await Distances.start(plan.distances, lanes);

/** The page in a context of its own, so that every connection is cold. */
async function open(lane) {
  const proxy = { server: `socks5://127.0.0.1:${distances.ports[lane]}` };
  const context = await browser.newContext({ proxy, ignoreHTTPSErrors: true });
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error(error));
  await page.goto(plan.page);
  await page.waitForFunction(() => document.title === 'ready');
  return { context, page };
}

/** The catalogues of the services, as the page sees them. */
async function catalogues() {
  const { context, page } = await open(0);
  const of = async (service) => {
    const url = new URL('/regions', service);
    url.hostname = 'remoterendering.westeurope.mixedreality.localhost';
    return (await page.evaluate(async (url) => (await fetch(url)).json(), url.href)).regions;
  };
  const both = { h1: await of(plan.services.h1), h2: await of(plan.services.h2) };
  await context.close();
  return both;
}

const catalogue = await catalogues();

function regionsOf({ protocol, timingAllowed }) {
  if (timingAllowed) return catalogue[protocol];
  // An empty file of the same service: its answer says nothing of timing. It is a style sheet, since Chromium cuts off
  // an answer of another origin whose type is none that a page embeds, and HTTP/1.1 then needs a new connection.
  const silent = (region) => ({ ...region, probeUrl: new URL('/silent.css', region.endpoint).href });
  return catalogue[protocol].map(silent);
}

/** What the service has answered so far, by its own count. */
async function answers({ protocol }) {
  const text = await (await fetch(new URL('/metrics', plan.services[protocol]))).text();
  const counts = { preflights: 0, probes: 0, refusals: 0 };
  for (const [, labels, count] of text.matchAll(/^remote_rendering_requests_total\{(.*)\} (\d+)$/gm)) {
    if (!/route="(\/ping|other)"/.test(labels)) continue;
    const isPreflight = labels.includes('method="OPTIONS"');
    if (!/status="2/.test(labels)) counts.refusals += Number(count);
    else if (isPreflight) counts.preflights += Number(count);
    else counts.probes += Number(count);
  }
  return counts;
}

async function race(lane, number, { method, setting }, alone) {
  const regions = regionsOf(setting);
  const { context, page } = await open(lane);
  const hosts = regions.map(({ endpoint }) => new URL(endpoint).hostname);
  const bases = await distances.start(lane, number, setting.noise, hosts);
  const before = await answers(setting);
  const run = ([method, regions, busy]) => globalThis.race(method, regions, busy);
  const outcome = await page.evaluate(run, [method, regions, setting.busy]);
  const after = await answers(setting);
  await context.close();
  const { connections, late } = await distances.end(lane);
  const answered = Object.entries(after).map(([name, count]) => [name, count - before[name]]);
  return {
    method,
    setting,
    race: number,
    truth: Object.fromEntries(regions.map(({ name }, place) => [name, bases[place]])),
    // Other races' requests are counted, too, unless this one ran alone.
    answered: alone ? Object.fromEntries(answered) : undefined,
    connections,
    late,
    disturbed: late.p95 > plan.tolerance,
    ...outcome,
  };
}

/** Race by race, and within a race number run by run: what disturbs the machine for a while disturbs all alike. */
function* tasks({ runs }) {
  const most = Math.max(...runs.map((run) => run.races));
  for (let number = 0; number < most; number += 1) {
    for (const run of runs) if (number < run.races) yield { number, run };
  }
}

for (const phase of plan.phases) {
  const queue = tasks(phase);
  const work = async (_, lane) => {
    for (const { number, run } of queue) {
      for (let attempt = 1; attempt <= plan.attempts; attempt += 1) {
        const outcome = await race(lane, number, run, phase.lanes === 1);
        process.stdout.write(`${JSON.stringify(outcome)}\n`);
        if (!outcome.disturbed) break;
      }
    }
  };
  await Promise.all(Array.from({ length: phase.lanes }, work));
}
await browser.close();
distances.close();
