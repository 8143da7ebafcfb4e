// Takes out of a style sheet what no page of the console can show.
import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Every word in a file, or in the files below a folder: names of classes, attributes and values are among them, and those of
 * elements, each as it begins its element: `<p`.
 */
export async function wordsIn(path) {
  if ((await stat(path)).isFile()) return new Set((await readFile(path, 'utf8')).match(/<?[\w-]+/g));
  const inside = await Promise.all((await readdir(path)).map((name) => wordsIn(join(path, name))));
  return new Set(inside.flatMap((words) => [...words]));
}

/** What Pico dresses and the console never has, though its words occur: what only acts as a button, a link or a range. */
const FOREIGN = /:host|\[role=(?:button|link)\]|\[type=(?:reset|range)\]/;
const FOREIGN_IN_LIST = new RegExp(`,(?:${FOREIGN.source})(?=[,)])`, 'g');

/** Colours that a mixture gave ten digits, as the screen shows them. Those in a picture stay: `#` would end its address. */
export function roundColors(css) {
  const byte = (part) => Math.round(part).toString(16).padStart(2, '0');
  const color = /url\("[^"]*"\)|rgba?\(([\d.]+)(%?), ([\d.]+)\2, ([\d.]+)\2(?:, ([\d.]+))?\)/g;
  return css.replace(color, (whole, red, percent, green, blue, alpha) => {
    if (!red) return whole;
    const parts = [red, green, blue].map((part) => byte(part * (percent ? 2.55 : 1)));
    return `#${parts.join('')}${alpha ? byte(alpha * 255) : ''}`;
  });
}

/**
 * A style sheet (minified, so that braces and commas only part it) without the rules for what none of these words names,
 * and without the variables that nothing of the rest uses.
 */
export function prune(css, words) {
  let kept = css.replace(/(?:\/\*[^]*?\*\/)|([^{};@]+)\{([^{}]*)\}/g, (rule, selectors, declarations) => {
    if (!selectors) return rule; // A comment: a licence, with words of its own.
    const used = split(selectors.replace(FOREIGN_IN_LIST, ''))
      .filter((selector) => !FOREIGN.test(outside(selector)) && names(selector).every((name) => words.has(name)));
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
  const all = outside(selector).replace(/::?[\w-]+/g, '').match(/[.[=]?[a-z][\w-]*/g) ?? [];
  return all.filter((name) => name !== 'to').map((name) => (/^[a-z]/.test(name) ? `<${name}` : name.slice(1)));
}

/** A selector without what stands in parentheses. */
function outside(selector) {
  let left = selector;
  while (left.includes('(')) left = left.replace(/\([^()]*\)/g, '');
  return left;
}
