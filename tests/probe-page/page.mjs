// One race in the page, by one method. `drive.mjs` calls `race` once in each fresh browser context.
import init, { probeRegions } from './module/remote_rendering.js';
import { azureSpeed, azureSpeedTest2, oneShot } from './peers.mjs';

await init();

/** How long the main thread is busy, and how long it is free after that, in milliseconds. */
const BUSY = 60;
const FREE = 20;

function keepBusy() {
  const end = performance.now() + BUSY;
  while (performance.now() < end);
  setTimeout(keepBusy, FREE);
}

/** Our probe, as it ships: the verdict is not followed by a wait for the far regions. */
async function ours(regions) {
  const { verdict, regions: reports, requests } = await probeRegions(regions, { settleMs: 0 });
  return {
    winner: verdict.region,
    verdict: verdict.kind,
    requests,
    regions: reports.map(({ name, roundTripMs, typicalMs, samples, coarse, loss }) => ({
      name,
      best: roundTripMs,
      typical: typicalMs,
      samples: samples.length,
      coarse,
      loss,
    })),
  };
}

/** The same in a browser that keeps no records: by the clock of the page, which is late when the page is busy. */
function ownClock(regions) {
  globalThis.PerformanceObserver = undefined;
  return ours(regions);
}

const METHODS = { ours, ownClock, azureSpeed, azureSpeedTest2, oneShot };

/**
 * @param {'ours' | 'ownClock' | 'azureSpeed' | 'azureSpeedTest2' | 'oneShot'} method
 * @param {object[]} regions the regions of the catalogue
 * @param {boolean} busy whether the page has much to do
 */
globalThis.race = async (method, regions, busy) => {
  if (busy) keepBusy();
  const began = performance.now();
  const outcome = await METHODS[method](regions);
  return { ...outcome, tookMs: performance.now() - began };
};
document.title = 'ready';
