// The table of a thousand sessions in the real console, beside the same table by the DOM alone. `cargo xtask bench console`
// starts the service and gives a plan in the environment variable PLAN; each measurement goes to standard output as JSON,
// one a line: a name and its samples.
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { measureMemory } from './memory.mjs';
import { hostOf, list } from './sessions.mjs';

/**
 * @typedef {object} Plan
 * @property {string} browser the browser's binary
 * @property {string[]} flags what the browser is started with
 * @property {('table' | 'memory')[]} parts what to measure
 * @property {string} site the address of the console and its peers
 * @property {string} account the file to sign in with
 * @property {number} sessions how many there are
 * @property {number} repetitions how often each thing is done
 * @property {number} polls how often memory's page polls
 */

/** @type {Plan} */
const plan = JSON.parse(process.env.PLAN);

const browser = await chromium.launch({ executablePath: plan.browser, args: plan.flags });

/** Longer than this nothing takes: what should have come does not. */
const PATIENCE = 60_000;

/** As `work` resolves, or an error that says what did not happen. */
async function within(what, work) {
  let late;
  const patience = new Promise((_, reject) => {
    late = setTimeout(() => reject(new Error(`${what} took longer than a minute`)), PATIENCE);
  });
  return Promise.race([work, patience]).finally(() => clearTimeout(late));
}

function tell(name, samples) {
  process.stdout.write(`${JSON.stringify({ name, samples })}\n`);
}

/** A page to whose questions for sessions the driver has the answers. */
async function open({ instruments }) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 1000 } });
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error(error));
  if (instruments) await page.addInitScript({ path: fileURLToPath(new URL('instruments.js', import.meta.url)) });
  const lists = { generation: 0, others: 0, may: Promise.resolve() };
  const headers = { 'access-control-allow-origin': '*', 'access-control-expose-headers': '*' };
  await page.route((url) => url.pathname.endsWith('/sessions'), async (route) => {
    const url = new URL(route.request().url());
    const isThere = url.host.includes('.westeurope.') || url.pathname.startsWith('/peer/');
    if (isThere) await lists.may;
    else lists.others += 1;
    const body = list(isThere ? plan.sessions : 0, lists.generation);
    await route.fulfill({ body, contentType: 'application/json', headers }).catch(() => {});
  });
  const devtools = await context.newCDPSession(page);
  await devtools.send('Performance.enable');
  return { context, page, lists, devtools };
}

/** Signs in as a person does, with a file. */
async function signIn({ page }) {
  await page.goto(plan.site);
  await page.waitForFunction(() => document.querySelector('#endpoint')?.value !== '');
  await page.getByLabel('Settings from a file').setInputFiles(plan.account);
  await page.getByText('has filled in the fields below').waitFor();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Sessions' }).waitFor();
  const verdict = page.getByRole('region', { name: 'Regions' }).getByRole('status');
  await verdict.filter({ hasText: /is nearest: | are equally near, |Taking / }).waitFor();
}

async function metrics({ devtools }) {
  const { metrics: all } = await devtools.send('Performance.getMetrics');
  return Object.fromEntries(all.map(({ name, value }) => [name, value * 1000]));
}

/** What the main thread did meanwhile, in milliseconds: everything, and the part of style and layout. */
async function working(tab, work) {
  const before = await metrics(tab);
  await work();
  const after = await metrics(tab);
  const spent = (name) => after[name] - before[name];
  return { all: spent('TaskDuration'), layout: spent('LayoutDuration') + spent('RecalcStyleDuration') };
}

/** How many rows are drawn now. */
const drawn = ({ page }) => page.locator('tbody:not(.away) tr').count();

/** How long the first rows take to be drawn once their list is there and nothing else is under way. */
async function firstRows(tab) {
  let give;
  tab.lists.may = new Promise((resolve) => { give = resolve; });
  tab.lists.others = 0;
  await signIn(tab);
  await within('the other lists', (async () => {
    while (tab.lists.others < 9) await tab.page.waitForTimeout(20);
  })());
  await tab.page.waitForTimeout(200);
  give();
  return within('the first rows', tab.page.evaluate(() => globalThis.firstRows));
}

async function firstRowsOfPeer(tab, by, rows) {
  await tab.page.goto(new URL(`peer.html?by=${by}&rows=${rows}`, plan.site).href);
  return tab.page.evaluate(() => globalThis.firstRows);
}

/** Lets the page poll once; the answer changes every session. */
async function update(tab) {
  tab.lists.generation += 1;
  await within('an update', tab.page.evaluate((generation) => {
    globalThis.poll();
    return globalThis.shows(generation);
  }, tab.lists.generation));
  // What comes after the frame belongs to it: collecting garbage, and what the page puts off.
  await tab.page.waitForTimeout(100);
}

/** Updates again and again: what each took of the main thread, after some that warm up. */
async function updates(tab, name) {
  await tab.page.evaluate(() => { globalThis.isStill = true; });
  const all = [];
  const layout = [];
  for (let round = -3; round < plan.repetitions; round += 1) {
    const spent = await working(tab, () => update(tab));
    if (round < 0) continue;
    all.push(spent.all);
    layout.push(spent.layout);
  }
  await tab.page.evaluate(() => { globalThis.isStill = false; });
  tell(name, all);
  tell(`${name}: style and layout`, layout);
}

/** What counts down, second by second. */
async function countdown(tab, name) {
  const samples = [];
  for (let round = 0; round < 3; round += 1) {
    samples.push((await working(tab, () => tab.page.waitForTimeout(2000))).all / 2);
  }
  tell(name, samples);
}

/** Turns the wheel until the page ends. */
async function turnWheel({ page }) {
  const atEnd = () => page.evaluate(() => scrollY + innerHeight >= document.documentElement.scrollHeight - 2);
  while (!await atEnd()) {
    await page.mouse.wheel(0, 600);
    await page.waitForTimeout(30);
  }
}

/** Goes to the end and back, to where nothing has been drawn for a while. */
async function jump({ page }) {
  for (const key of ['Home', 'End', 'Home']) {
    await page.keyboard.press(key);
    await page.waitForTimeout(200);
  }
}

/** Ways through the table. */
const WAYS = { wheel: turnWheel, jumps: jump };

/** Goes through the table in each way: how many tasks were long, and the longest. */
async function scroll(tab) {
  const { page } = tab;
  await page.mouse.move(600, 500);
  for (const [name, way] of Object.entries(WAYS)) {
    const counts = [];
    const longest = [];
    for (let round = 0; round < Math.max(1, plan.repetitions / 10); round += 1) {
      await page.evaluate(() => scrollTo(0, 0));
      await page.waitForTimeout(200);
      await page.evaluate(() => { globalThis.longTasks.length = 0; });
      await within(name, way(tab));
      const long = await page.evaluate(() => globalThis.longTasks);
      counts.push(long.length);
      longest.push(Math.max(0, ...long));
    }
    tell(`scrolling, ${name}: long tasks`, counts);
    tell(`scrolling, ${name}: longest`, longest);
  }
}

/** Gives how many rows the console draws of the thousand. */
async function measureConsole() {
  const tab = await open({ instruments: true });
  const first = [];
  // The first one measures the regions, too, which the tab remembers.
  await firstRows(tab);
  for (let round = 0; round < plan.repetitions / 2; round += 1) first.push(await firstRows(tab));
  tell('first rows', first);
  await tab.page.waitForTimeout(1000);
  const rows = await drawn(tab);
  await updates(tab, 'update');
  await countdown(tab, 'countdown');
  await scroll(tab);
  await tab.context.close();
  return rows;
}

/** The peer shows as many rows as the console draws: what each of them costs is compared. */
async function measurePeer(by, rows) {
  const tab = await open({ instruments: true });
  const first = [];
  for (let round = -1; round < plan.repetitions / 2; round += 1) {
    const took = await firstRowsOfPeer(tab, by, rows);
    if (round >= 0) first.push(took);
  }
  tell(`first rows, ${by}`, first);
  await updates(tab, `update, ${by}`);
  await firstRowsOfPeer(tab, by, plan.sessions);
  await updates(tab, `update, a thousand rows, ${by}`);
  await tab.context.close();
}

if (plan.parts.includes('table')) {
  const rows = await measureConsole();
  tell('rows drawn', [rows]);
  await measurePeer('keyed', rows);
  await measurePeer('innerHTML', rows);
}
if (plan.parts.includes('memory')) {
  const tab = await open({ instruments: false });
  await measureMemory(tab, { polls: plan.polls, signIn, tell, host: (generation) => hostOf(0, generation) });
}
await browser.close();
