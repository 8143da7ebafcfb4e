// Trunk's last step: makes the JavaScript that wasm-bindgen wrote small, and the names by which it and the module know
// each other short, takes the comments out of the locale files, binds the sandbox's worker and the stage, calls `cargo xtask finish-console`, and lays each file of a release beside
// itself, compressed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { env, exit } from 'node:process';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { buildSync, transformSync } from 'esbuild';
import { SHORT_NAMES, withNames } from './short-names.mjs';

const folder = env.TRUNK_STAGING_DIR;
const page = join(folder, 'index.html');
let html = readFileSync(page, 'utf8');
// Browsers keep a file as long as its name: another content has another name.
const contentHash = (content) => createHash('sha256').update(content).digest('hex').slice(0, 16);
const integrity = (text) => `sha384-${createHash('sha384').update(text).digest('base64')}`;

/** The one file that is called so. */
function find(pattern) {
  const [name, ...others] = readdirSync(folder).filter((it) => pattern.test(it));
  if (!name || others.length > 0) throw new Error(`one file is expected that is called ${pattern}`);
  return { name, content: readFileSync(join(folder, name)) };
}

/** Writes another content in a file's place. */
function replace({ name, content }, next, ending) {
  const renamed = `console-${contentHash(next)}${ending}`;
  rmSync(join(folder, name));
  writeFileSync(join(folder, renamed), next);
  html = html.replaceAll(name, renamed).replace(integrity(content), integrity(next));
}

const script = find(/^console-.*\.js$/);
const module = find(/^console-.*_bg\.wasm$/);
const { code, mangleCache } = transformSync(script.content, { minify: true, format: 'esm', ...SHORT_NAMES });
replace(script, code, '.js');
replace(module, withNames(module.content, mangleCache), '_bg.wasm');
writeFileSync(page, html);

// What is written in the locale files for those who write them. A blank line within a message has an indented one below it.
const locales = join(folder, 'locales');
for (const name of readdirSync(locales)) {
  const file = join(locales, name);
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^#.*\n/gm, '').replace(/\n+(?=\S)/g, '\n').trimStart());
}

/** Gives a file of this name one by its content; the name is told as an address beside the script that asks. */
function renamed(name) {
  const [stem, ending] = name.split(/(?=_bg\.wasm$|\.css$)/);
  const next = `${stem}-${contentHash(readFileSync(join(folder, name)))}${ending}`;
  renameSync(join(folder, name), join(folder, next));
  return JSON.stringify(`./${next}`);
}

/**
 * Binds a module's entry and what wasm-bindgen wrote for it into one script. Trunk names these files after the program alone:
 * the script keeps that name, by which the console knows it.
 */
function bindModule(name, entry, define, more = {}) {
  const script = join(folder, `${name}.js`);
  buildSync({
    entryPoints: [fileURLToPath(new URL(`../crates/${entry}`, import.meta.url))],
    outfile: script,
    allowOverwrite: true,
    alias: { [`${name}-bindings`]: script },
    define,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    logLevel: 'warning',
    ...more,
  });
}

/**
 * What Yew marks elements and events with has other names in the stage than in the console, in whose page it is: their
 * numbers are the same, and each would take the other's buttons for its own.
 */
const OWN_MARKS = {
  mangleProps: /^__yew_/,
  mangleCache: Object.fromEntries(
    ['subtree_id', 'subtree_cache_key', 'listener_id'].map((mark) => [`__yew_${mark}`, `__stage_${mark}`]),
  ),
};

bindModule('sandbox', 'sandbox-module/worker.mjs', { SANDBOX_WASM: renamed('sandbox_bg.wasm') });
const stageFiles = { STAGE_WASM: renamed('stage_bg.wasm'), STAGE_CSS: renamed('stage.css') };
bindModule('stage', 'stage/stage.mjs', stageFiles, OWN_MARKS);

// Without the settings that were for the console's own compilation.
const ours = Object.entries(env).filter(([name]) => (
  name !== 'RUSTC_BOOTSTRAP' && name !== 'CARGO_TARGET_DIR' && !name.startsWith('CARGO_UNSTABLE_')
));
const target = env.XTASK_TARGET_DIR ? { CARGO_TARGET_DIR: env.XTASK_TARGET_DIR } : {};
const { status } = spawnSync('cargo', ['run', '--quiet', '--package', 'xtask', '--', 'finish-console'], {
  env: { ...Object.fromEntries(ours), ...target },
  stdio: 'inherit',
});
if (status !== 0) exit(status ?? 1);

// The service and other web servers send `name.br` for `name`. While somebody develops nobody would read them.
if (env.TRUNK_PROFILE === 'release') {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const entry of files) {
    const file = join(entry.parentPath ?? entry.path, entry.name);
    // Its best quality is what Node takes by itself.
    writeFileSync(`${file}.br`, brotliCompressSync(readFileSync(file)));
  }
}
