// Scores pages by Lighthouse, each time in a fresh browser: mobile profile, simulated throttling. `cargo xtask bench
// console` gives a plan in the environment variable PLAN; each measurement goes to standard output as JSON, one a line: a
// name and its samples. What cost points goes to standard error.
import { launch } from 'chrome-launcher';
import lighthouse from 'lighthouse';

/**
 * @typedef {object} Plan
 * @property {string} browser the browser's binary
 * @property {string[]} flags what the browser is started with
 * @property {string} site the address of the console and its peers
 * @property {number} runs how often
 */

/** @type {Plan} */
const plan = JSON.parse(process.env.PLAN);

/** The pages to score, what their measurements' names end with, and how often at most: words alone hardly vary. */
const PAGES = [['', '', Infinity], ['baseline.html', ', baseline', 2]];

/** What a first visit waits for, in milliseconds; the last one has no unit. */
const WAITS = ['first-contentful-paint', 'largest-contentful-paint', 'speed-index', 'total-blocking-time', 'cumulative-layout-shift'];

async function visit(address) {
  const chrome = await launch({ chromePath: plan.browser, chromeFlags: ['--headless=new', ...plan.flags], logLevel: 'silent' });
  try {
    const { lhr } = await lighthouse(address, { port: chrome.port, output: 'json', logLevel: 'error' });
    if (lhr.runtimeError) throw new Error(lhr.runtimeError.message);
    return lhr;
  } finally {
    chrome.kill();
  }
}

/** The audits that cost points, in words. */
function* lost({ categories, audits }) {
  for (const { auditRefs } of Object.values(categories)) {
    for (const { id, weight } of auditRefs) {
      const { score, displayValue, title } = audits[id];
      if (weight > 0 && score !== null && score < 0.9) yield `${id} ${score} (${displayValue ?? title})`;
    }
  }
}

const measured = new Map();

function keep(name, sample) {
  if (!measured.has(name)) measured.set(name, []);
  measured.get(name).push(sample);
}

for (let run = 0; run < plan.runs; run += 1) {
  for (const [page, suffix, most] of PAGES) {
    if (run >= most) continue;
    const result = await visit(new URL(page, plan.site).href);
    for (const [name, { score }] of Object.entries(result.categories)) keep(`lighthouse: ${name}${suffix}`, score * 100);
    for (const name of WAITS) keep(`lighthouse: ${name}${suffix}`, result.audits[name].numericValue);
    if (page === '') for (const words of lost(result)) console.error(`  run ${run + 1}: ${words}`);
  }
}
for (const [name, samples] of measured) process.stdout.write(`${JSON.stringify({ name, samples })}\n`);
