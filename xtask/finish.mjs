// Trunk's last step: makes the JavaScript that wasm-bindgen wrote small, and the names by which it and the module know
// each other short, then calls `cargo xtask finish-console`.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { env, exit } from 'node:process';
import { transformSync } from 'esbuild';
import { SHORT_NAMES, withNames } from './short-names.mjs';

const folder = env.TRUNK_STAGING_DIR;
const page = join(folder, 'index.html');
let html = readFileSync(page, 'utf8');
const integrity = (text) => `sha384-${createHash('sha384').update(text).digest('base64')}`;

/** The one file that is called so. */
function find(pattern) {
  const [name, ...others] = readdirSync(folder).filter((it) => pattern.test(it));
  if (!name || others.length > 0) throw new Error(`one file is expected that is called ${pattern}`);
  return { name, content: readFileSync(join(folder, name)) };
}

/** Writes another content in a file's place. Browsers keep a file as long as its name: it has another name. */
function replace({ name, content }, next, ending) {
  const hash = createHash('sha256').update(next).digest('hex').slice(0, 16);
  const renamed = `console-${hash}${ending}`;
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

// Without the settings that were for the console's own compilation.
const ours = Object.entries(env).filter(([name]) => (
  name !== 'RUSTC_BOOTSTRAP' && name !== 'CARGO_TARGET_DIR' && !name.startsWith('CARGO_UNSTABLE_')
));
const target = env.XTASK_TARGET_DIR ? { CARGO_TARGET_DIR: env.XTASK_TARGET_DIR } : {};
const { status } = spawnSync('cargo', ['run', '--quiet', '--package', 'xtask', '--', 'finish-console'], {
  env: { ...Object.fromEntries(ours), ...target },
  stdio: 'inherit',
});
exit(status ?? 1);
