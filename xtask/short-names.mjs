// Gives what JavaScript and WebAssembly know each other by short names.

/** Names of wasm-bindgen's own making: two hundred, most with sixteen digits of a hash. */
const OURS = /^(__wb|__externref|wasm_bindgen_)/;
const IMPORTS = 2;
const EXPORTS = 7;

/** esbuild's options with which it renames them, and tells in `mangleCache` how. */
export const SHORT_NAMES = { mangleProps: OURS, mangleCache: {} };

/** A module with the names that `names` has in place of its imports' and exports'. */
export function withNames(module, names) {
  const bytes = new Reader(module);
  const out = [bytes.take(8)];
  while (!bytes.isAtEnd) {
    const id = bytes.byte();
    const content = new Reader(bytes.take(bytes.number()));
    const section = id === IMPORTS ? imports(content, names) : id === EXPORTS ? exports(content, names) : content.rest();
    out.push(Uint8Array.of(id), number(section.length), section);
  }
  return Buffer.concat(out);
}

function imports(section, names) {
  return list(section, () => [string(section.string()), name(section, names), section.importType()]);
}

function exports(section, names) {
  return list(section, () => [name(section, names), section.take(1), number(section.number())]);
}

function list(section, item) {
  const count = section.number();
  return Buffer.concat([number(count), ...Array.from({ length: count }, item).flat()]);
}

function name(section, names) {
  const long = section.string();
  return string(names[long] || long);
}

function string(text) {
  const bytes = Buffer.from(text);
  return Buffer.concat([number(bytes.length), bytes]);
}

/** A number as WebAssembly writes it: seven bits a byte, the low ones first. */
function number(value) {
  const bytes = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return Uint8Array.from([...bytes, rest]);
    bytes.push((rest & 0x7f) | 0x80);
  }
}

class Reader {
  #bytes;
  #at = 0;

  constructor(bytes) {
    this.#bytes = bytes;
  }

  get isAtEnd() {
    return this.#at === this.#bytes.length;
  }

  take(length) {
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  rest() {
    return this.take(this.#bytes.length - this.#at);
  }

  byte() {
    return this.take(1)[0];
  }

  number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  }

  string() {
    return this.take(this.number()).toString();
  }

  /** What comes after an import's names. wasm-bindgen's modules import functions only, each with the number of its type. */
  importType() {
    const kind = this.byte();
    if (kind !== 0) throw new Error(`the module imports something that is no function: kind ${kind}`);
    return Buffer.concat([Uint8Array.of(kind), number(this.number())]);
  }
}
