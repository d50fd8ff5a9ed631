import type { Product } from "inkling/compiler";
import { type Html, html, type Part } from "../html/html.ts";
import type { Shop } from "../shop/shop.ts";
import { card } from "./card.ts";
import { sectionHead } from "./frame.ts";

export interface ShelfOptions {
  readonly kind: "for-you" | "similar" | "goes-with" | "recently-viewed" | "popular";
  readonly title: string;
  readonly aside?: Part;
  /** Shown from first paint, and for good when Inkling is not there. */
  readonly fallback: readonly Product[];
  /** The products a "similar" or "goes-with" shelf is about. */
  readonly about?: readonly string[];
  readonly count: number;
  /** One row that scrolls, or rows that wrap. */
  readonly layout: "row" | "rows";
  readonly eager?: boolean;
}

/** A shelf that Inkling fills, with the shop's own choice inside. One without products is not shown at all (style.css). */
export function shelf(shop: Shop, options: ShelfOptions): Html {
  const { kind, title, aside, fallback, about, count, layout, eager = false } = options;
  const id = `shelf-${kind}`;
  return html`<section class="shelf wrap" aria-labelledby="${id}">
    ${sectionHead(html`<span data-heading>${title}</span>`, aside, id)}
    <inkling-shelf class="shelf-${layout}" role="list" kind="${kind}" n="${count}" template="card" data-inkling-shelf="${kind}"${about !== undefined && html` about="${about.join(",")}"`}>
      ${fallback.slice(0, count).map((product) => card(shop, product, { eager }))}
    </inkling-shelf>
  </section>`;
}
