// What is checked before the package is published. `cargo xtask test package` sets:
//   TARBALL         the package
//   PACKAGE_FOLDER  the same, unpacked
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

const { TARBALL: tarball, PACKAGE_FOLDER: folder } = process.env;
const description = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));

/** What a program says, and how it ended. */
function run(program, options, more = {}) {
  return new Promise((resolve) => {
    execFile(program, options, more, (error, stdout, stderr) => resolve({ status: error?.code ?? 0, said: stdout + stderr }));
  });
}

test('npm publishes it without a warning', async () => {
  // A registry at which nobody listens, and a token for it: a dry run asks nothing, but wants to have one.
  const settings = await mkdtemp(join(tmpdir(), 'npm-'));
  const npmrc = join(settings, 'npmrc');
  await writeFile(npmrc, 'registry=http://127.0.0.1:1/\n//127.0.0.1:1/:_authToken=none\n');
  const env = { ...process.env, NPM_CONFIG_USERCONFIG: npmrc, NPM_CONFIG_REGISTRY: 'http://127.0.0.1:1/' };
  const { status, said } = await run('npm', ['publish', '--dry-run'], { cwd: folder, env });
  await rm(settings, { recursive: true });
  assert.equal(status, 0, said);
  assert.doesNotMatch(said, /npm (warn|error)/i);
  assert.match(said, /with tag latest and public access \(dry-run\)/);
  assert.equal(description.publishConfig.provenance, true);
});

test('publint has nothing to say', async () => {
  const bytes = await readFile(tarball);
  const packed = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const { messages, pkg } = await publint({ pack: { tarball: packed }, level: 'suggestion', strict: true });
  assert.equal(pkg.name, description.name);
  assert.deepEqual(messages.map((message) => formatMessage(message, pkg)), []);
});

test('the types are found wherever the scripts are', async () => {
  const cli = 'node_modules/@arethetypeswrong/cli/dist/index.js';
  // The package is ESM alone: CommonJS takes it by `import()` or, in newer Node, by `require`. The modules have no types.
  const modules = Object.keys(description.exports).filter((name) => name.endsWith('.wasm'));
  const options = ['--profile', 'esm-only', '--exclude-entrypoints', ...modules];
  const { status, said } = await run(process.execPath, [cli, tarball, '--no-color', '--no-emoji', ...options]);
  assert.equal(status, 0, said);
  assert.match(said, /"remote-rendering"/);
});

test('it holds what it has to, and nothing else', async () => {
  const files = await readdir(folder);
  const kinds = /^(.+\.(js|d\.ts|wasm)|package\.json|README\.md|LICENSE-(APACHE|MIT)|THIRD-PARTY-NOTICES)$/;
  assert.deepEqual(files.filter((name) => !kinds.test(name)), []);
  const { said } = await run('tar', ['-tzf', tarball]);
  assert.deepEqual(said.trim().split('\n').sort(), files.map((name) => `package/${name}`).sort());
});

test('the notices name whose code the modules hold', async () => {
  const notices = await readFile(join(folder, 'THIRD-PARTY-NOTICES'), 'utf8');
  for (const crate of ['wasm-bindgen', 'js-sys', 'futures-util', 'std', 'core']) {
    assert.match(notices, new RegExp(`^${crate} \\d+\\.\\d+\\.\\d+ \\(.*(MIT|Apache-2\\.0).*\\)$`, 'm'), crate);
  }
  // What only builds them, and what is the project's own.
  assert.doesNotMatch(notices, /^(syn|proc-macro2|wasm-bindgen-macro|remote-rendering[a-z-]*) /m);
  assert.match(notices, /Permission is hereby granted, free of charge/);
  assert.match(notices, /Apache License/);
});
