// Runs in the page before its own scripts, and gives the driver what it measures by.
{
  // The page polls every half minute by a timer, which is held here until the driver lets it ring.
  const HALF_A_MINUTE = 30_000;
  const waiting = new Map();
  const { setTimeout, clearTimeout, setInterval } = globalThis;
  globalThis.setTimeout = (ring, after, ...rest) => {
    if (after !== HALF_A_MINUTE) return setTimeout(ring, after, ...rest);
    // Longer than a bench takes.
    const id = setTimeout(() => {}, 2 ** 31 - 1);
    waiting.set(id, ring);
    return id;
  };
  globalThis.clearTimeout = (id) => {
    waiting.delete(id);
    clearTimeout(id);
  };
  globalThis.poll ??= () => {
    const rings = [...waiting.values()];
    waiting.clear();
    for (const ring of rings) ring();
  };

  // What counts down does so once a second. It stands still where something else is measured.
  globalThis.isStill = false;
  globalThis.setInterval = (ring, every, ...rest) => setInterval((...given) => {
    if (!globalThis.isStill) ring(...given);
  }, every, ...rest);

  /** Resolves when the next frame has been drawn, as far as the main thread draws it. */
  const drawn = () => new Promise((resolve) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = resolve;
      port2.postMessage(undefined);
    });
  });

  /** Resolves when `is` holds, which is looked at whenever `node` has changed. */
  const until = (node, is) => new Promise((resolve) => {
    if (is()) {
      resolve();
      return;
    }
    const observer = new MutationObserver(() => {
      if (!is()) return;
      observer.disconnect();
      resolve();
    });
    observer.observe(node, { subtree: true, childList: true, characterData: true });
  });

  // Observed, not looked up: a race alone can fill what the browser keeps of requests.
  let arrived = null;
  const arrival = new Promise((resolve) => {
    new PerformanceObserver((list) => {
      for (const { name, responseEnd } of list.getEntries()) {
        if (/\/sessions(\?|$)/.test(name) && /westeurope|\/peer\//.test(name)) arrived = responseEnd;
      }
      if (arrived !== null) resolve();
    }).observe({ type: 'resource' });
  });

  /** The time from the list's arrival until its first rows have been drawn, in milliseconds. */
  globalThis.firstRows = until(document, () => document.querySelector('tbody tr')).then(drawn).then(async () => {
    const end = performance.now();
    await arrival;
    return end - arrived;
  });

  /** Resolves when the last row that is drawn shows a host of this generation, and that has been drawn. */
  globalThis.shows = (generation) => {
    const table = document.querySelector('table');
    const last = () => [...table.querySelectorAll('tbody:not(.away)')].at(-1)?.lastElementChild;
    return until(table, () => last()?.textContent.includes(`-${generation}.`)).then(drawn);
  };

  /** How long each task was that kept the page from answering, in milliseconds. */
  globalThis.longTasks = [];
  new PerformanceObserver((list) => {
    globalThis.longTasks.push(...list.getEntries().map(({ duration }) => duration));
  }).observe({ type: 'longtask' });
}
