// What the page keeps while it polls for hours. Its clock is put forward: no hour is waited for.

const HALF_A_MINUTE = 30_000;

/** Remembers the memory of the page's module, which nothing else tells. */
function rememberMemory() {
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const make = WebAssembly[name];
    WebAssembly[name] = async (...given) => {
      const made = await make.apply(WebAssembly, given);
      globalThis.moduleMemory = (made.instance ?? made).exports.memory;
      return made;
    };
  }
}

/**
 * What is in use once the garbage is gone and no race is under way. In bytes: JavaScript's heap, the browser's own objects of
 * the page (`dom`), the module's memory; and numbers of nodes and listeners. Of the browser's objects some hundred bytes stay
 * with each request of any page that is driven: its tools keep records. The page's own are known by nodes and listeners.
 */
async function inUse({ page, devtools }) {
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
  for (let times = 0; times < 2; times += 1) await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize, embedderHeapUsedSize } = await devtools.send('Runtime.getHeapUsage');
  const { nodes, jsEventListeners } = await devtools.send('Memory.getDOMCounters');
  const wasm = await page.evaluate(() => globalThis.moduleMemory.buffer.byteLength);
  return { js: usedSize, dom: embedderHeapUsedSize, wasm, nodes, listeners: jsEventListeners };
}

/**
 * Tells what the page uses at each fifth of the polls, in bytes: the growth is judged from the first fifth on.
 * @param {object} tab
 * @param {object} how
 */
export async function measureMemory(tab, { polls, signIn, tell, host }) {
  const { page, lists } = tab;
  await page.addInitScript(rememberMemory);
  await page.clock.install();
  await signIn(tab);
  await page.locator('tbody tr').nth(9).waitFor();
  const uses = [];
  for (let poll = 1; poll <= polls; poll += 1) {
    lists.generation += 1;
    // Timers ring once, however often they would have meanwhile, as after a device's sleep.
    await page.clock.fastForward(HALF_A_MINUTE);
    await page.evaluate((host) => new Promise((resolve) => {
      const body = document.querySelector('tbody');
      const is = () => body.firstElementChild?.textContent.includes(host);
      if (is()) {
        resolve();
        return;
      }
      const observer = new MutationObserver(() => {
        if (!is()) return;
        observer.disconnect();
        resolve();
      });
      observer.observe(body, { subtree: true, childList: true, characterData: true });
    }), host(lists.generation));
    if (poll % (polls / 5) === 0) uses.push(await inUse(tab));
  }
  for (const part of ['js', 'wasm', 'dom', 'nodes', 'listeners']) tell(`memory, ${part}`, uses.map((use) => use[part]));
  await tab.context.close();
}
