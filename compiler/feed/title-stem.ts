/** Between a product's name and what sets a variant apart. */
const SEPARATOR = /[\s\-–—/|,:;·•・()[\]{}（）【】［］「」『』、，：／｜]/;
const OPENING = /[([{（【［「『]/;
const CLOSING = /[)\]}）】］」』]/;

/** A stem shorter than this share of the first title is a coincidence. */
const LEAST_SHARE = 0.25;
const LEAST_CHARS = 3;

/**
 * The title of a product from its variants': "Trail Runner 2" from "Trail Runner 2 - red, 42" and "Trail Runner 2 -
 * blue, 43". The first title where they do not begin alike.
 */
export function titleStem(titles: readonly string[]): string {
  const [first = "", ...rest] = [...new Set(titles.filter((title) => title !== ""))];
  if (rest.length === 0) return first;
  const shared = rest.reduce((length, title) => commonLength(first, title, length), first.length);
  const stem = withoutTail(first.slice(0, wholeWords([first, ...rest], shared)));
  return stem.length >= Math.max(LEAST_CHARS, first.length * LEAST_SHARE) ? stem : first;
}

function commonLength(a: string, b: string, limit: number): number {
  let length = 0;
  while (length < limit && length < b.length && a[length] === b[length]) length++;
  return length;
}

/** The longest prefix of at most `length` after which every title ends or has a separator. */
function wholeWords(titles: readonly string[], length: number): number {
  const first = titles[0]!;
  if (titles.every((title) => title.length === length || SEPARATOR.test(title[length]!))) return length;
  for (let end = length; end > 0; end--) if (SEPARATOR.test(first[end - 1]!)) return end;
  return 0;
}

/** Without separators and without a bracket left open at its end. */
function withoutTail(text: string): string {
  let end = text.length;
  while (end > 0 && SEPARATOR.test(text[end - 1]!) && !CLOSING.test(text[end - 1]!)) end--;
  const open = text.slice(0, end).search(/[([{（【［「『][^)\]}）】］」』]*$/);
  return open >= 0 && OPENING.test(text[open]!) ? withoutTail(text.slice(0, open)) : text.slice(0, end);
}
