// The types say what the scripts do.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

const folder = 'node_modules/remote-rendering';
const read = (name) => readFileSync(join(folder, name), 'utf8');
const { exports } = JSON.parse(read('package.json'));
const entries = Object.entries(exports).filter(([, targets]) => targets.types);
const declarations = readdirSync(folder).filter((name) => name.endsWith('.d.ts'));

/** The values that a file of types exports, by itself and from others. */
function valuesOf(name) {
  const text = read(name);
  const own = [...text.matchAll(/^export (?:declare )?(?:function|class|const|enum) (\w+)/gm)].map(([, value]) => value);
  const others = [...text.matchAll(/^export \* from "(.+)\.js";/gm)].flatMap(([, other]) => valuesOf(join(dirname(name), `${other}.d.ts`)));
  return [...own, ...others];
}

test('there are entries with types', () => {
  assert.ok(entries.some(([name]) => name === '.'));
  assert.ok(declarations.length >= 2);
});

for (const [name, { types, ...targets }] of entries) {
  for (const [condition, target] of Object.entries(targets)) {
    test(`the types of "${name}" export what its script for ${condition} does`, async () => {
      const script = await import(pathToFileURL(join(folder, target)));
      const values = [...new Set(valuesOf(types))].sort();
      assert.ok(values.length > 0);
      assert.deepEqual(Object.keys(script).sort(), values);
    });
  }
}

test('nothing in the types is "any"', () => {
  for (const name of declarations) {
    const code = read(name).replace(/\/\*[^]*?\*\/|\/\/.*/g, '');
    assert.ok(code.includes('export'));
    assert.doesNotMatch(code, /\bany\b/, name);
  }
});

test('what the scripts throw is of a kind that the types have', () => {
  const [, union] = /export type ErrorKind =([^;]+);/.exec(read('index.d.ts'));
  const typed = new Set([...union.matchAll(/\| "([a-z-]+)"/g)].map(([, kind]) => kind));
  const scripts = readdirSync(folder).filter((name) => name.endsWith('.js') && !name.endsWith('.wasm.js'));
  const thrown = scripts.flatMap((name) => [...read(name).matchAll(/new \w+\([^;]*?kind: ?["']([a-z-]+)["']/g)].map(([, kind]) => kind));
  for (const kind of ['invalid-argument', 'not-loaded', 'stopped', 'no-region']) assert.ok(thrown.includes(kind), kind);
  for (const kind of thrown) assert.ok(typed.has(kind), kind);
});

test('CommonJS may require it, where Node can', { skip: !process.features.require_module }, () => {
  const required = createRequire(import.meta.url)('remote-rendering');
  assert.equal(typeof required.RemoteRenderingClient, 'function');
});
