import { decodeEntities } from "./entities.ts";

/** One line of plain text: entities decoded, HTML tags, scripts and control characters gone, NFC. */
export function plainText(raw: string): string {
  const text = stripTags(decodeEntities(raw)).trim();
  if (!/[^ -~]| {2}/.test(text)) return text;
  return text
    .replace(/[\p{Cc}\p{Cs}\s]+/gu, " ")
    .trim()
    .normalize("NFC");
}

/** Tags within a word or a line; any other stands between words. */
const INLINE = /^<\/?(?:a|abbr|b|code|em|font|i|mark|s|small|span|strong|sub|sup|u)[\s>]/i;

/** Scans once: each `<` that could begin a tag is followed to its `>`, and never again when there is none. */
function stripTags(html: string): string {
  let kept = "";
  let from = 0;
  for (let open = html.indexOf("<"); open >= 0; ) {
    const close = html.indexOf(">", open);
    if (close < 0) break;
    if (/[a-z!/?]/i.test(html[open + 1]!)) {
      kept += html.slice(from, open) + (INLINE.test(html.slice(open, open + 9)) ? "" : " ");
      from = tagEnd(html, open, close);
      open = html.indexOf("<", from);
    } else open = html.indexOf("<", open + 1);
  }
  return kept + html.slice(from);
}

/** Scripts, style sheets and comments go with what they enclose. */
function tagEnd(html: string, open: number, close: number): number {
  const tag = html.slice(open + 1, open + 8).toLowerCase();
  if (tag.startsWith("!--")) return endAfter(html, /-->/g, open);
  if (/^script\b/.test(tag)) return endAfter(html, /<\/script\s*>/gi, close);
  if (/^style\b/.test(tag)) return endAfter(html, /<\/style\s*>/gi, close);
  return close + 1;
}

function endAfter(html: string, end: RegExp, from: number): number {
  end.lastIndex = from;
  return end.test(html) ? end.lastIndex : html.length;
}

/** At most `limit` UTF-16 units, never half a character. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return text
    .slice(0, limit)
    .replace(/[\ud800-\udbff]$/, "")
    .trimEnd();
}
