// The examples of the package's README, as they stand there.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { execPath } from 'node:process';
import { test } from 'node:test';

const readme = readFileSync('node_modules/remote-rendering/README.md', 'utf8');
const examples = [...readme.matchAll(/^## (.+)\n[^#]*?```js\n([^]*?)```/gm)];

test('there are examples', () => assert.equal(examples.length, 5));

for (const [, title, code] of examples) {
  test(`the example "${title}" runs`, () => {
    writeFileSync('example.mjs', code);
    const said = execFileSync(execPath, ['--import', './loopback.mjs', 'example.mjs'], { encoding: 'utf8', timeout: 60_000 });
    if (title !== 'List sessions') assert.notEqual(said, '');
  });
}
