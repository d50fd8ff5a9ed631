import type { Buffer } from "node:buffer";
import { FeedError } from "../feed/errors.ts";
import { skipBlank } from "./lines.ts";

/** What a text is by its first characters. `root`: the XML root element's name, in lower case, without prefix. */
export type Shape =
  | { readonly kind: "json" }
  | { readonly kind: "xml"; readonly root: string }
  | { readonly kind: "table" };

const HTML_ROOTS = new Set("html head body title meta script style div p h1 center br b pre table span".split(" "));

/** Throws FeedError for a web page. */
export function sniff(text: Buffer, name: string): Shape {
  const start = skipBlank(text, 0);
  const first = text[start];
  if (first === 0x7b || first === 0x5b) return { kind: "json" };
  if (first !== 0x3c) return { kind: "table" };
  const head = text.toString("utf8", start, start + 4096);
  const root = rootOf(head);
  if (HTML_ROOTS.has(root) || /^<!doctype\s+html/i.test(head)) {
    throw new FeedError(`${name} is a web page (HTML), not data: check the address and whether it asks for a login`);
  }
  return { kind: "xml", root };
}

function rootOf(head: string): string {
  const bare = head.replace(/<!--[\s\S]*?(-->|$)|<\?[\s\S]*?(\?>|$)|<!doctype[^>[]*(\[[\s\S]*?\]\s*)?(>|$)/gi, "");
  return /<(?:[\w.-]+:)?([\w.-]+)/.exec(bare)?.[1]?.toLowerCase() ?? "";
}
