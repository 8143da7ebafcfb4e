/** The platform's own signal for one of whatever class: programs written for the original may bring a class of their own. */
export function nativeSignal(signal) {
  if (!signal || signal instanceof AbortSignal) return signal ?? undefined;
  const controller = new AbortController();
  const abort = () => controller.abort(signal.reason);
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true });
  return controller.signal;
}
