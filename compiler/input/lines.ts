import type { Buffer } from "node:buffer";

const LF = 0x0a;
const CR = 0x0d;

/** Where the line that holds `offset` ends: at its LF, or at the end of the text. */
export function lineEnd(text: Buffer, offset: number): number {
  const end = text.indexOf(LF, offset);
  return end < 0 ? text.length : end;
}

/** The first offset from `offset` on that is not white space. */
export function skipBlank(text: Buffer, offset: number): number {
  let at = offset;
  while (at < text.length && isSpace(text[at]!)) at++;
  return at;
}

/** The first offset from `offset` on that is not part of a line's end. */
export function skipLineEnds(text: Buffer, offset: number): number {
  let at = offset;
  while (text[at] === LF || text[at] === CR) at++;
  return at;
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
}

/** One-based line numbers of offsets that only grow. */
export class LineCursor {
  readonly #text: Buffer;
  #offset = 0;
  #line = 1;

  constructor(text: Buffer) {
    this.#text = text;
  }

  lineAt(offset: number): number {
    for (;;) {
      const end = this.#text.indexOf(LF, this.#offset);
      if (end < 0 || end >= offset) return this.#line;
      this.#offset = end + 1;
      this.#line++;
    }
  }
}
