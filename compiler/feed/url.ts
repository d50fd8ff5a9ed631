import { LIMITS } from "../input/limits.ts";

/** `problem` says why the address cannot be used. */
export type UrlReading =
  | { readonly url: string; readonly problem?: never }
  | { readonly url: ""; readonly problem: "scheme" | "relative" | "long" };

const NOWHERE = "https://nowhere.invalid";

/**
 * An address a shelf may link to: http, https, or from the root of the shop's own site. Everything is judged as a
 * browser would read it (`java\nscript:` is a scheme, `/\evil` another host), so that nothing else gets by.
 */
export function readUrl(raw: string): UrlReading {
  const text = raw.trim();
  if (text.length > LIMITS.urlChars) return { url: "", problem: "long" };
  const whole = text.startsWith("//") ? `https:${text}` : text;
  if (URL.canParse(whole)) return readAbsolute(whole);
  if (!text.startsWith("/")) return { url: "", problem: "relative" };
  const url = URL.canParse(text, NOWHERE) ? new URL(text, NOWHERE) : undefined;
  if (url?.origin !== NOWHERE || url.pathname.startsWith("//")) return { url: "", problem: "scheme" };
  return { url: /^[^\s\\\p{Cc}]+$/u.test(text) ? text : url.pathname + url.search + url.hash };
}

function readAbsolute(text: string): UrlReading {
  const { protocol, href } = new URL(text);
  if (!/^https?:$/.test(protocol)) return { url: "", problem: "scheme" };
  return { url: /^https?:\/\/[^\s\\\p{Cc}]+$/iu.test(text) ? text : href };
}
