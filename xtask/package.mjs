// Lays out the npm package: binds its JavaScript to what wasm-bindgen wrote, with the short names by which that and the
// modules know each other.
//   node xtask/package.mjs BINDINGS OUTPUT VERSION
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { SHORT_NAMES, withNames } from './short-names.mjs';

const [bindings, output, version] = argv.slice(2);
const root = fileURLToPath(new URL('..', import.meta.url));
const source = join(root, 'src/js/package');

/** The modules, and the scripts that are bound to each. */
const MODULES = {
  sessions: { 'index.js': 'browser.mjs', 'node.js': 'node.mjs' },
  regions: { 'regions.js': 'race.mjs' },
  sandbox: { 'sandbox.js': 'sandbox-browser.mjs', 'sandbox-node.js': 'sandbox-node.mjs' },
  viewer: { 'viewer.js': 'viewer-browser.mjs', 'viewer-node.js': 'viewer-node.mjs' },
};

/** Where a script has the class of failures from: there is to be one of it. The entries beside it are not bound to it. */
function failures(name, entry) {
  if (name === 'regions.js') return { path: join(source, entry) };
  if (['sandbox.js', 'viewer.js'].includes(name)) return { path: './index.js', external: true };
  if (['sandbox-node.js', 'viewer-node.js'].includes(name)) return { path: './node.js', external: true };
  return { path: join(source, 'rest-error.js') };
}

/** What the generated scripts import, and what is meant by it here. */
function binding(name, entry) {
  return {
    name: 'bindings',
    setup({ onResolve }) {
      onResolve({ filter: /-bindings$/ }, ({ path }) => ({ path: join(bindings, `${path.replace('-bindings', '')}.js`) }));
      // wasm-bindgen copies that file.
      onResolve({ filter: /rest-error\.js$/ }, () => failures(name, entry));
      onResolve({ filter: /^\.\/(regions|\w+\.wasm)\.js$/ }, ({ path }) => ({ path, external: true }));
    },
  };
}

async function bind(name, entry, names) {
  const { mangleCache } = await build({
    entryPoints: [join(source, entry)],
    outfile: join(output, name),
    plugins: [binding(name, entry)],
    bundle: true,
    // Node prints the line in which an error came about.
    minify: !name.endsWith('node.js'),
    format: 'esm',
    target: 'es2022',
    external: ['node:*'],
    logLevel: 'warning',
    ...SHORT_NAMES,
    mangleCache: names,
  });
  return mangleCache;
}

/** A module in a script, for Node's entry. */
function asScript(module, wasm) {
  const text = Buffer.from(wasm).toString('base64');
  return `// ${module}.wasm, as a script.\nexport default Buffer.from('${text}', 'base64');\n`;
}

await rm(output, { recursive: true, force: true });
await mkdir(output, { recursive: true });
for (const [module, scripts] of Object.entries(MODULES)) {
  let names = {};
  for (const [name, entry] of Object.entries(scripts)) names = await bind(name, entry, names);
  const wasm = await readFile(join(bindings, `${module}_bg.wasm`));
  const named = withNames(wasm, names);
  await writeFile(join(output, `${module}.wasm`), named);
  // What needs a page is of no use in Node.
  if (module !== 'viewer') await writeFile(join(output, `${module}.wasm.js`), asScript(module, named));
}
const types = (await readdir(source)).filter((name) => name.endsWith('.d.ts'));
for (const name of ['README.md', ...types]) await copyFile(join(source, name), join(output, name));
for (const name of ['LICENSE-APACHE', 'LICENSE-MIT']) await copyFile(join(root, name), join(output, name));
const description = JSON.parse(await readFile(join(source, 'package.json'), 'utf8'));
await writeFile(join(output, 'package.json'), `${JSON.stringify({ ...description, version }, null, 2)}\n`);
