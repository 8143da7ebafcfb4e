// A page with nothing but a viewer, which `drive.mjs` moves and asks.
import { connect } from './package/viewer.js';

let viewer;
/** What was told of each picture that followed a camera, since `begin`. */
let samples;

/** Connects, and loads the model. */
export async function open(grant, transport, model) {
  viewer = connect(() => grant, document.querySelector('#target'), { transport });
  const begun = performance.now();
  await viewer.ready;
  const firstFrameMs = performance.now() - begun;
  if (model) await viewer.load(model);
  return firstFrameMs;
}

/** Watches the pictures from now on. */
export function begin() {
  samples = [];
  let last;
  const look = () => {
    const { cameraToPixelsMs: newest } = viewer.statistics() ?? {};
    // Two pictures in a row that took the same to the millionth of a millisecond are one.
    if (newest !== undefined && newest !== last) samples.push(newest);
    last = newest;
    requestAnimationFrame(look);
  };
  look();
}

/** What was seen, and the seconds that it took. */
export function end(seconds) {
  const { history, width, height, codec, transport, renderer } = viewer.statistics();
  return { samples, history: history.slice(-seconds), width, height, codec, transport, renderer };
}

export function close() {
  viewer.close();
}

globalThis.bench = { open, begin, end, close };
document.title = 'ready';
