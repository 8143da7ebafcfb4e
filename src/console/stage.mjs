// The page's side of the stage, which shows what a session's server renders: it loads the module. `stage.rs` says what the
// console takes of it.

/** How often it could not be loaded. Some browsers keep a failed import by its address, so each attempt has its own. */
let failures = 0;

/**
 * Opens a stage in an element. `grant` promises what lets a device in; `told` is told whether the module is missing (true), or
 * the session seems to have ended (false). Gives the AbortController that closes the stage.
 */
export const openStage = (element, session, grant, told) => {
  const closing = new AbortController();
  const { signal } = closing;
  const script = `./stage.js?${failures}`;
  import(script)
    .then(({ open }) => open(element, session, grant, () => told(false), signal))
    .catch(() => {
      failures += 1;
      if (!signal.aborted) told(true);
    });
  return closing;
};
