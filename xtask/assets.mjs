// Trunk's first step: makes the page's style sheets, and a script of what the console takes of JavaScript, which the page
// loads before the console. As a module it would have to be bound to the console's own, which needs no bundler
// otherwise.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';
import { compileAsync } from 'sass';
import { prune, roundColors, wordsIn } from './prune.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const output = join(root, 'target/console');
await mkdir(output, { recursive: true });

/** What a file begins with that holds the work of others. */
async function credit(name) {
  const { version, license } = JSON.parse(await readFile(join(root, 'node_modules', name, 'package.json'), 'utf8'));
  return `/*! ${name} ${version}, ${license} */\n`;
}

const { css } = await compileAsync(join(root, 'www/styles/console.scss'), {
  loadPaths: [join(root, 'node_modules')],
  // Pico's own use of what Sass will drop one day is Pico's to mend.
  quietDeps: true,
});
const style = await transform(css, { loader: 'css', minify: true, legalComments: 'inline' });
const words = await wordsIn(join(root, 'src/console'));
for (const word of await wordsIn(join(root, 'index.html'))) words.add(word);
await writeFile(join(output, 'console.css'), prune(roundColors(style.code), words));

// The stage's own, which is loaded with it, upon the one above.
await build({
  absWorkingDir: root,
  entryPoints: ['www/styles/stage.css'],
  outfile: join(output, 'stage.css'),
  bundle: true,
  minify: true,
  logLevel: 'warning',
});

await build({
  absWorkingDir: root,
  entryPoints: ['src/console/page.mjs'],
  outfile: join(output, 'page.js'),
  bundle: true,
  minify: true,
  format: 'iife',
  globalName: 'Page',
  banner: { js: await credit('@fluent/bundle') },
  logLevel: 'warning',
});
