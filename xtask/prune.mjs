// Takes out of a style sheet what no page of the console can show.
import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Every word in a file, or in the files below a folder: names of elements, classes, attributes and values are among them. */
export async function wordsIn(path) {
  if ((await stat(path)).isFile()) return new Set((await readFile(path, 'utf8')).match(/[\w-]+/g));
  const inside = await Promise.all((await readdir(path)).map((name) => wordsIn(join(path, name))));
  return new Set(inside.flatMap((words) => [...words]));
}

/**
 * A style sheet (minified, so that braces and commas only part it) without the rules for what none of these words names,
 * and without the variables that nothing of the rest uses.
 */
export function prune(css, words) {
  let kept = css.replace(/(?:\/\*[^]*?\*\/)|([^{};@]+)\{([^{}]*)\}/g, (rule, selectors, declarations) => {
    if (!selectors) return rule; // A comment: a licence, with words of its own.
    const used = split(selectors).filter((selector) => names(selector).every((name) => words.has(name)));
    return used.length > 0 ? `${used.join(',')}{${declarations}}` : '';
  });
  for (let before = ''; before !== kept; ) {
    before = kept;
    const used = new Set(kept.match(/(?<=var\()--[\w-]+/g));
    kept = kept.replace(/(--[\w-]+):(?:"[^"]*"|[^;{}"])*;?/g, (whole, name) => (used.has(name) ? whole : ''));
  }
  return kept.replace(/[^{};]+\{\}/g, '');
}

/** What a list's selectors are; a list in parentheses is a part of one of them. */
function split(selectors) {
  return selectors.match(/(?:[^,(]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))+/g);
}

/** What a selector asks for. What stands in parentheses may be one of several, or what must not be. */
function names(selector) {
  let outside = selector;
  while (outside.includes('(')) outside = outside.replace(/\([^()]*\)/g, '');
  return outside.replace(/::?[\w-]+/g, '').match(/[a-z][\w-]*/g) ?? [];
}
