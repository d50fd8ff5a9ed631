import type { Interaction } from "../../../compiler/interaction.ts";
import { modelOf } from "../../../compiler/model.ts";
import { encodePack, type Pack } from "../../../compiler/pack.ts";
import { NODE_TEXT } from "../../../compiler/platform.ts";
import type { Product } from "../../../compiler/product.ts";
import type { ItemIndex } from "../../../src/core/brands.ts";
import { decodeAliases } from "../../../src/core/catalogue/aliases.ts";
import { type DisplaySection, decodeDisplay } from "../../../src/core/catalogue/display.ts";
import { decodeLive, type LiveSection } from "../../../src/core/catalogue/live.ts";
import { decodeRanking } from "../../../src/core/catalogue/ranking.ts";
import { type Compacted, EMPTY_COMPACTED } from "../../../src/core/event/compact.ts";
import type { ShopEvent } from "../../../src/core/event/event.ts";
import type { EventKind } from "../../../src/core/event/kinds.ts";
import { learnedSteps } from "../../../src/core/rank/learned.ts";
import { type Moment, momentOf } from "../../../src/core/rank/moment.ts";
import { type Prepared, prepare } from "../../../src/core/rank/prepared.ts";
import { shopperOf } from "../../../src/core/rank/shopper.ts";

/** Noon of a day long past: tests have a clock of their own. */
export const NOW = 1_700_000_000_000;
export const MINUTE = 60_000;
export const DAY = 86_400_000;

export function product(id: string, title: string, more: Partial<Product> = {}): Product {
  const price = more.price ?? { amount: 20, currency: "EUR" };
  return {
    id,
    title,
    description: "",
    brand: "",
    category: [],
    attributes: [],
    keywords: [],
    image: `/img/${id}.svg`,
    url: `/p/${id}`,
    listPrice: undefined,
    inStock: true,
    variants: [],
    aliases: [],
    ...more,
    price,
  };
}

export interface Shop {
  readonly prepared: Prepared;
  readonly display: DisplaySection;
  readonly live: LiveSection;
  index(id: string): ItemIndex;
}

/** A shop through the real compiler. */
export function packOf(products: readonly Product[], history: readonly Interaction[] = missions()): Pack {
  return encodePack(modelOf(products, history, { neighbours: 16, minShoppers: 1, onProgress: () => {} }), 16, 900);
}

/** The same, encoded and decoded. */
export function shopOf(products: readonly Product[], history: readonly Interaction[] = []): Shop {
  const pack = packOf(products, history);
  const ranking = decodeRanking(pack.sections.ranking, NODE_TEXT);
  const aliases = decodeAliases(pack.sections.aliases, NODE_TEXT, ranking.products);
  const display = decodeDisplay(pack.sections.display, NODE_TEXT, aliases.ids);
  const index = (id: string): ItemIndex => {
    const found = aliases.resolve(id);
    if (found === undefined) throw new Error(`the test names an unknown product: ${id}`);
    return found;
  };
  return { prepared: prepare(ranking, aliases), display, live: decodeLive(pack.live, display, NODE_TEXT), index };
}

export function did(kind: EventKind, item: string, agoMs: number, more: Partial<ShopEvent> = {}): ShopEvent {
  return { v: 1, kind, item, at: NOW - agoMs, ...more };
}

/** The moment of a shopper who did this, oldest first. */
export function momentAfter(shop: Shop, events: readonly ShopEvent[], compacted: Compacted = EMPTY_COMPACTED): Moment {
  const shopper = shopperOf((id) => shop.prepared.aliases.resolve(id), events, compacted, NOW);
  return momentOf(
    shop.prepared,
    shopper,
    { display: shop.display, live: shop.live, stock: shop.live },
    NOW,
    learnedSteps,
  );
}

/** A small shop: three kinds of things in two departments, and missions that join shoes with socks and tents with stoves. */
export function outdoorShop(): Shop {
  return shopOf(outdoorProducts(), missions());
}

export function outdoorProducts(): Product[] {
  const shoes = ["Swift", "Glide", "Storm", "Pulse", "Arrow", "Comet"].map((name, k) =>
    product(`shoe-${k}`, `${name} running shoe`, {
      category: ["Sport", "Running shoes"],
      brand: k % 2 === 0 ? "Fleet" : "Kestrel",
      price: { amount: 90 + 10 * k, currency: "EUR" },
      variants: [{ id: `shoe-${k}-42`, aliases: [], price: undefined, inStock: true }],
    }),
  );
  const socks = ["Merino", "Cool", "Trail", "Light", "Grip"].map((name, k) =>
    product(`sock-${k}`, `${name} ankle socks`, {
      category: ["Sport", "Socks"],
      brand: "Threads",
      price: { amount: 9 + k, currency: "EUR" },
    }),
  );
  const tents = ["Dome", "Ridge", "Tunnel", "Solo", "Family"].map((name, k) =>
    product(`tent-${k}`, `${name} tent`, {
      category: ["Camping", "Tents"],
      brand: "Hollow",
      price: { amount: 200 + 50 * k, currency: "EUR" },
    }),
  );
  const stoves = ["Gas", "Wood", "Alcohol", "Multi-fuel"].map((name, k) =>
    product(`stove-${k}`, `${name} stove`, {
      category: ["Camping", "Stoves"],
      brand: "Ember",
      price: { amount: 40 + 5 * k, currency: "EUR" },
    }),
  );
  return [...shoes, ...socks, ...tents, ...stoves];
}

function missions(): Interaction[] {
  const rows: Interaction[] = [];
  for (let shopper = 0; shopper < 60; shopper++) {
    const [first, second] = shopper % 2 === 0 ? (["shoe", "sock"] as const) : (["tent", "stove"] as const);
    const k = Math.floor(shopper / 2);
    const items = [`${first}-${k % 5}`, `${first}-${(k + 1) % 5}`, `${second}-${k % 4}`];
    items.forEach((item, step) => {
      rows.push({
        shopper: `s${shopper}`,
        item,
        at: NOW - 40 * DAY + shopper * DAY + step * MINUTE,
        kind: step === 1 ? "view" : "purchase",
      });
    });
  }
  return rows;
}
