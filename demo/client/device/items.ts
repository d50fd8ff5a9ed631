import type { RankedItem } from "inkling";
import { placeholderAddress } from "../../pictures/address.ts";
import { h } from "../dom.ts";
import { ask } from "../inkling.ts";

/** How to show a product: from the catalogue on this device. The server is not asked, or it would learn what was looked at. */
export interface Shown {
  readonly id: string;
  readonly title: string;
  readonly image: string;
}

const known = new Map<string, Shown>();
const MOST = 1_000;

/** Looks products up, all at once, so that `shown` can answer. */
export async function lookUp(ids: Iterable<string>): Promise<void> {
  const wanted = [...new Set(ids)].filter((id) => id !== "" && !known.has(id)).slice(0, MOST);
  if (wanted.length === 0) return;
  const { items } = await ask("rank", { ids: wanted, n: wanted.length, display: true, slot: "device-names" });
  note(items);
}

/** Remembers how products of a reply look. */
export function note(items: readonly RankedItem[]): void {
  for (const { id, display } of items) {
    if (display !== undefined) known.set(id, { id, title: display.title, image: display.image });
  }
}

/** What is known of a product; its id when nothing is. */
export const shown = (id: string): Shown => known.get(id) ?? { id, title: id, image: "" };

export const addressOf = (id: string): string => `/p/${encodeURIComponent(id)}`;

export function thumb({ image, title }: Shown, className = "thumb"): HTMLElement {
  const src = image === "" ? placeholderAddress(title) : image;
  return h("img", { class: className, src, alt: "", width: 400, height: 400, loading: "lazy" });
}

export const itemLink = (id: string): HTMLElement => h("a", { href: addressOf(id) }, shown(id).title);
