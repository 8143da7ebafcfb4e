// Trunk's last step: makes the JavaScript that wasm-bindgen wrote small, calls `cargo xtask finish-console`, and lays each
// file of a release beside itself, compressed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { env, exit } from 'node:process';
import { brotliCompressSync } from 'node:zlib';
import { transformSync } from 'esbuild';

const folder = env.TRUNK_STAGING_DIR;
const page = join(folder, 'index.html');
const integrity = (text) => `sha384-${createHash('sha384').update(text).digest('base64')}`;

for (const name of readdirSync(folder).filter((it) => /^console-.*\.js$/.test(it))) {
  const text = readFileSync(join(folder, name), 'utf8');
  const { code } = transformSync(text, { minify: true, format: 'esm' });
  // Browsers keep a file as long as its name: another content has another name.
  const hash = createHash('sha256').update(code).digest('hex').slice(0, 16);
  const renamed = `console-${hash}.js`;
  rmSync(join(folder, name));
  writeFileSync(join(folder, renamed), code);
  const html = readFileSync(page, 'utf8').replaceAll(name, renamed).replace(integrity(text), integrity(code));
  writeFileSync(page, html);
}

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
