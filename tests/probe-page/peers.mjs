// How other pages choose a region, written from the description of what they do: their requests, clocks and statistics.
// Each gives the winner, the requests that it sent, and its figure for each region.

/** Runs tasks with a number of workers. */
async function inLanes(lanes, tasks) {
  const queue = [...tasks];
  const work = async () => {
    for (let task = queue.shift(); task; task = queue.shift()) await task();
  };
  await Promise.all(Array.from({ length: lanes }, work));
}

const mean = (numbers) => numbers.reduce((sum, it) => sum + it, 0) / numbers.length;

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The least figure wins. */
function conclude(requests, figures) {
  const regions = [...figures].filter(([, best]) => Number.isFinite(best));
  regions.sort(([, a], [, b]) => a - b);
  return {
    winner: regions[0]?.[0],
    requests,
    regions: regions.map(([name, best]) => ({ name, best, typical: best })),
  };
}

/**
 * azurespeed.com: `HEAD` with cors and a new query, timed by `performance.now()`; the cold one is kept. Five rounds that
 * begin every 2 s, each in chunks of four regions with a barrier; what takes more than 500 ms is dropped. The median
 * after the highest of up to five is cut.
 */
export async function azureSpeed(regions) {
  const samples = new Map(regions.map(({ name }) => [name, []]));
  let requests = 0;
  const probe = async ({ name, probeUrl }) => {
    requests += 1;
    const began = performance.now();
    await fetch(`${probeUrl}?_=${Date.now()}`, { method: 'HEAD', mode: 'cors', cache: 'no-cache' });
    const took = performance.now() - began;
    if (took <= 500) samples.get(name).push(took);
  };
  const round = async () => {
    for (let first = 0; first < regions.length; first += 4) {
      await Promise.all(regions.slice(first, first + 4).map(probe));
    }
  };
  const rounds = [];
  for (let count = 0; count < 5; count += 1) {
    if (count > 0) await new Promise((next) => setTimeout(next, 2000));
    // A round does not wait for the one before it.
    rounds.push(round());
  }
  await Promise.all(rounds);
  const figure = (all) => {
    const sorted = [...all].sort((a, b) => a - b);
    return median(sorted.length > 1 ? sorted.slice(0, -1) : sorted);
  };
  return conclude(requests, [...samples].map(([name, all]) => [name, figure(all)]));
}

/**
 * AzureSpeedTest2: `GET` with cors, `no-cache`, a fixed URL and a request header of its own, so that the browser asks for
 * permission before every request; timed by `performance.now()`, in whole milliseconds. The first is dropped; then the
 * mean of four, 1 ms apart. Four workers.
 *
 * Its header is `Cache-Control`, which the service's answer does not permit: another one stands for it.
 */
export async function azureSpeedTest2(regions) {
  const figures = new Map();
  let requests = 0;
  const probe = async (url) => {
    requests += 1;
    const began = performance.now();
    await fetch(url, { mode: 'cors', cache: 'no-cache', headers: { 'X-MRC-CV': 'bench.0' } });
    return Math.round(performance.now() - began);
  };
  const region = ({ name, probeUrl }) => async () => {
    await probe(probeUrl);
    const samples = [];
    while (samples.length < 4) {
      await new Promise((next) => setTimeout(next, 1));
      samples.push(await probe(probeUrl));
    }
    figures.set(name, mean(samples));
  };
  await inLanes(4, regions.map(region));
  return conclude(requests, figures);
}

/** One request to each at once, cold, timed by the browser's record; all are waited for. */
export async function oneShot(regions) {
  const durations = new Map();
  const { promise: allRecorded, resolve } = Promise.withResolvers();
  const names = new Map(regions.map(({ name, probeUrl }) => [`${probeUrl}?once=1`, name]));
  const observer = new PerformanceObserver((list) => {
    for (const { name: url, duration } of list.getEntries()) {
      if (names.has(url)) durations.set(names.get(url), duration);
    }
    if (durations.size === regions.length) resolve();
  });
  observer.observe({ type: 'resource' });
  const request = { method: 'HEAD', mode: 'no-cors', cache: 'no-store', credentials: 'omit' };
  await Promise.all([...names.keys()].map((url) => fetch(url, request)));
  await allRecorded;
  observer.disconnect();
  return conclude(regions.length, durations);
}
