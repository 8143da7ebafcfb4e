// The stage's script. The build binds it and what wasm-bindgen wrote into one (see `xtask/finish.mjs`), which the console
// imports when somebody connects to a session: `src/console/stage.mjs` says what it asks for.
import init, { Stage } from 'stage-bindings';

const root = document.documentElement;

/** The locale file of a language. */
async function texts(language) {
  const answer = await fetch(new URL(`./locales/stage.${language}.ftl`, import.meta.url));
  if (!answer.ok) throw new Error(`the stage's texts are missing: ${answer.status}`);
  return answer.text();
}

/** The language that the page is in, with its texts; English where they cannot be had. */
async function spoken() {
  const language = root.lang;
  return texts(language).then((file) => [language, file], async () => ['en', await texts('en')]);
}

/** Adds the style sheet to the page, once. */
function dress() {
  const href = new URL(STAGE_CSS, import.meta.url).href;
  if (document.querySelector(`link[href="${href}"]`)) return undefined;
  const sheet = Object.assign(document.createElement('link'), { rel: 'stylesheet', href });
  return new Promise((done, fail) => {
    sheet.onload = done;
    sheet.onerror = () => {
      sheet.remove();
      fail(new Error('the stage\'s style sheet is missing'));
    };
    document.head.append(sheet);
  });
}

/** Opens a stage in an element until the signal closes it. Rejects where something of it is missing. */
export async function open(element, session, grant, ended, signal) {
  const load = init({ module_or_path: new URL(STAGE_WASM, import.meta.url) });
  const [[language, file]] = await Promise.all([spoken(), load, dress()]);
  if (signal.aborted) return;
  const stage = Stage.open(element, session, language, file, grant, ended);
  // The console says its language in the page.
  const watch = new MutationObserver(async () => {
    const now = await spoken().catch(() => null);
    if (now && !signal.aborted) stage.speak(...now);
  });
  watch.observe(root, { attributeFilter: ['lang'] });
  signal.addEventListener('abort', () => {
    watch.disconnect();
    stage.close();
  });
}
