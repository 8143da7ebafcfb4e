// The libraries that the original client is made of, bundled for a page: what a page loaded before the client's own code.
//   node tests/package-bench/peer.mjs   prints the bundle's size in bytes, whole and after brotli, as JSON
import { readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'esbuild';

const { devDependencies } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
const { outputFiles: [bundle] } = await build({
  stdin: {
    contents: Object.keys(devDependencies).map((name) => `export * from '${name}';`).join('\n'),
    resolveDir: import.meta.dirname,
  },
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'browser',
  write: false,
  logLevel: 'error',
});
console.log(JSON.stringify({ raw: bundle.contents.length, brotli: brotliCompressSync(bundle.contents).length }));
