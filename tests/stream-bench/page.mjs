// A page with nothing but a viewer, which `drive.mjs` moves and asks.
import { RemoteRenderingClient } from './package/index.js';
import { connect, initViewer } from './package/viewer.js';

/** Whose sessions are created. */
let client;
let viewer;
/** What was told of each picture that followed a camera, since `begin`. */
let samples;

/** Connects, and loads the model. */
export async function open(grant, transport, model, smallestScale) {
  viewer = connect(() => grant, document.querySelector('#target'), { transport, smallestScale });
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

/** Whether the picture will not become any better. */
export function isSharp() {
  return viewer.statistics().sharp;
}

/** Creates sessions of an account from now on. What else is loaded is there then, so that it does not count. */
export async function signIn(...account) {
  client = new RemoteRenderingClient(...account);
  await Promise.all([client.getSession('none').catch(() => undefined), initViewer()]);
}

/** Creates a session and shows it. How long it took until it was ready, and until its first picture, in milliseconds. */
export async function create(id) {
  const begun = performance.now();
  const settings = { maxLeaseTimeInMinutes: 5, size: 'Premium' };
  // As often as the service may be asked, so that the time is the server's.
  const poller = await client.beginSession(id, settings, { intervalInMs: 50 });
  const session = await poller.pollUntilDone();
  if (session.status !== 'Ready') throw session.error;
  const ready = performance.now() - begun;
  viewer = connect({ client, sessionId: id }, document.querySelector('#target'));
  await viewer.ready;
  return { ready, picture: performance.now() - begun };
}

/** Stops it, with the picture still shown. */
export async function stop(id) {
  await client.endSession(id);
  viewer.close();
}

export function close() {
  viewer.close();
}

globalThis.bench = { open, begin, end, isSharp, signIn, create, stop, close };
document.title = 'ready';
