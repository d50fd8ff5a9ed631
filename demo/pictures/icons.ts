import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { DRAWINGS } from "./drawings/all.ts";

/** One icon: the inside of an SVG on a 32 by 32 grid. */
export interface Icon {
  readonly body: string;
  /** One of our own drawings, so that its blues take the product's colour. */
  readonly drawn: boolean;
}

type EmojiSet = Readonly<Record<string, { readonly body: string }>>;

let emoji: EmojiSet | undefined;

/** Read on first use: the file has 9 MB, and a shop with pictures of its own never needs it. */
function emojiSet(): EmojiSet {
  const path = createRequire(import.meta.url).resolve("@iconify-json/fluent-emoji-flat/icons.json");
  // The shape is Iconify's published one, checked in test/demo.
  emoji ??= (JSON.parse(readFileSync(path, "utf8")) as { icons: EmojiSet }).icons;
  return emoji;
}

/** An icon by name, a drawing of our own first; undefined when there is none. */
export function icon(name: string): Icon | undefined {
  if (Object.hasOwn(DRAWINGS, name)) return { body: DRAWINGS[name] ?? "", drawn: true };
  const set = emojiSet();
  return Object.hasOwn(set, name) ? { body: set[name]?.body ?? "", drawn: false } : undefined;
}
