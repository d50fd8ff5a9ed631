import type { Buffer } from "node:buffer";

/** Where an element begins and ends. Not closed: another begins, or the text ends, before its closing tag. */
export interface ElementSpan {
  readonly start: number;
  readonly end: number;
  readonly closed: boolean;
}

const LT = 0x3c;
const GT = 0x3e;
const SLASH = 0x2f;

/** The elements of one name, by bytes; what stands in comments, CDATA and declarations is not looked at. */
export function* elementSpans(text: Buffer, name: string): Iterable<ElementSpan> {
  let open = -1;
  for (let at = text.indexOf(LT); at >= 0 && at < text.length; at = text.indexOf(LT, at)) {
    const skipped = afterAside(text, at);
    if (skipped !== undefined) {
      at = skipped;
    } else if (text[at + 1] === SLASH && isNamed(text, at + 2, name)) {
      at = after(text, ">", at);
      if (open >= 0 && text[at - 1] === GT) {
        yield { start: open, end: at, closed: true };
        open = -1;
      }
    } else if (isNamed(text, at + 1, name)) {
      if (open >= 0) yield { start: open, end: at, closed: false };
      open = at;
      at = after(text, ">", at);
      if (text[at - 2] === SLASH) {
        yield { start: open, end: at, closed: true };
        open = -1;
      }
    } else at++;
  }
  if (open >= 0) yield { start: open, end: text.length, closed: false };
}

/** Where a comment, CDATA section, processing instruction or declaration that begins at `at` ends. */
function afterAside(text: Buffer, at: number): number | undefined {
  const next = text[at + 1];
  if (next === 0x3f) return after(text, "?>", at);
  if (next !== 0x21) return undefined;
  if (startsWith(text, at, "<!--")) return after(text, "-->", at + 4);
  if (startsWith(text, at, "<![CDATA[")) return after(text, "]]>", at);
  return after(text, ">", at);
}

/** The offset after the next `mark`; the text's end without one. */
function after(text: Buffer, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? text.length : found + mark.length;
}

function startsWith(text: Buffer, at: number, word: string): boolean {
  for (let i = 0; i < word.length; i++) if (text[at + i] !== word.charCodeAt(i)) return false;
  return true;
}

/** The whole name: `<items>` is no `item`. */
function isNamed(text: Buffer, at: number, name: string): boolean {
  if (!startsWith(text, at, name)) return false;
  const next = text[at + name.length];
  return next === GT || next === SLASH || (next !== undefined && next <= 0x20);
}
