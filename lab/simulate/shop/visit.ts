import type { Placement, ShopEvent } from "../../../src/core/event/event.ts";
import type { EventKind } from "../../../src/core/event/kinds.ts";
import { DAY_MS } from "../../../src/core/time.ts";
import type { Random } from "../../random.ts";
import { dayOf, weekOf } from "../calendar.ts";
import { type ClickModel, examination } from "../clicks.ts";
import { chance, poisson, weighted } from "../draw.ts";
import { isOnSale, type TrueGood, type TrueShop } from "../truth/goods.ts";
import type { Preference } from "../truth/preference.ts";
import { SHELF } from "./device.ts";
import type { Life } from "./life.ts";

/** The shelf that a visit begins with: ids in order, and what the reply said of their origin. */
export interface Shown {
  readonly items: readonly string[];
  readonly request: string;
  readonly policy: string;
}

/** A look follows a need that is there rather than an interest. */
const BY_NEED = 0.75;
const SECOND_INTENT = 0.3;
/** Products of a category that a search or a filter brings up. */
const FOUND = 12;
const MORE_LOOKS = 1.6;
const BUY = 0.65;
/** Buying without a need, of what attracts wholly. */
const IMPULSE = 0.12;
const TAKEN_OUT = 0.25;
const GIVEN_BACK = 0.06;
/** What is sent back is sent back within this many days after the third. */
const BACK_DAYS = 9;

/** One session, from the shelf on the home page to the checkout; what happens is recorded on the shopper's device. */
export class Visit {
  readonly #shop: TrueShop;
  readonly #life: Life;
  readonly #random: Random;
  readonly #liked: Preference;
  readonly #looked = new Map<number, Placement | undefined>();
  #at: number;

  constructor(shop: TrueShop, life: Life, at: number, random: Random) {
    this.#shop = shop;
    this.#life = life;
    this.#random = random;
    this.#at = at;
    this.#liked = life.preference(at);
  }

  run(shown: Shown, clicks: ClickModel): void {
    this.#seeShelf(shown, clicks);
    for (const category of this.#intents()) this.#browse(category);
    this.#decide();
  }

  #seeShelf({ items, request, policy }: Shown, clicks: ClickModel): void {
    if (items.length === 0) return;
    const from = { shelf: SHELF, request, policy };
    this.#record("list", { items, placement: from });
    items.forEach((item, slot) => {
      const placement = { ...from, slot };
      this.#record("impression", { item, placement });
      const good = this.#shop.numberOf.get(item)!;
      // Both are drawn for every slot, so that a look at one does not shift the luck of the next.
      const looked = chance(this.#random, examination(clicks, slot));
      const attracted = chance(this.#random, this.#liked.attraction(this.#shop.goods[good]!));
      if (!looked || !attracted) return;
      this.#record("click", { item, placement });
      this.#lookAt(good, placement);
    });
  }

  #intents(): number[] {
    const count = chance(this.#random, SECOND_INTENT) ? 2 : 1;
    const interest = this.#life.shopper.interests[weekOf(dayOf(this.#at))]!;
    return Array.from({ length: count }, () => {
      const needs = this.#life.needs.open();
      const byNeed = chance(this.#random, BY_NEED) && needs.length > 0;
      return byNeed ? needs[this.#random.below(needs.length)]! : weighted(this.#random, interest);
    });
  }

  /** Looks at some products of a category, found without any shelf. */
  #browse(category: number): void {
    const day = dayOf(this.#at);
    const open = this.#shop.categories[category]!.goods.filter((good) => isOnSale(this.#shop.goods[good]!, day));
    const found =
      open.length <= FOUND ? open : Array.from({ length: FOUND }, () => open[this.#random.below(open.length)]!);
    const weights = found.map((good) => Math.exp(this.#liked.utility(this.#shop.goods[good]!)));
    for (let looks = 1 + poisson(this.#random, MORE_LOOKS); looks > 0; looks--) {
      const choice = weighted(this.#random, weights);
      if (!(weights[choice]! > 0)) return;
      this.#lookAt(found[choice]!, undefined);
      weights[choice] = 0;
    }
  }

  #lookAt(number: number, placement: Placement | undefined): void {
    const good = this.#shop.goods[number]!;
    if (!this.#looked.has(number)) this.#looked.set(number, placement);
    this.#about("view", good, placement);
    const dwellMs = Math.round((5_000 + 60_000 * this.#liked.attraction(good)) * (0.5 + this.#random.next()));
    this.#at += dwellMs;
    this.#about("dwell", good, undefined, { dwellMs });
  }

  /** The best look of each category goes into the cart when the need is there and the product will do. */
  #decide(): void {
    const needed = new Set(this.#life.needs.open());
    const best = new Map<number, number>();
    for (const number of this.#looked.keys()) {
      const { category } = this.#shop.goods[number]!;
      const rival = best.get(category);
      if (rival === undefined || this.#attraction(number) > this.#attraction(rival)) best.set(category, number);
    }
    for (const [category, number] of best) {
      const will = needed.has(category) ? Math.sqrt(this.#attraction(number)) : IMPULSE * this.#attraction(number);
      if (chance(this.#random, will)) this.#take(number);
    }
  }

  #take(number: number): void {
    const good = this.#shop.goods[number]!;
    const placement = this.#looked.get(number);
    this.#at += 20_000;
    this.#about("cart", good, placement);
    if (chance(this.#random, BUY)) this.#buy(good, placement);
    else if (chance(this.#random, TAKEN_OUT)) this.#about("uncart", good, undefined);
  }

  #buy(good: TrueGood, placement: Placement | undefined): void {
    this.#at += 60_000;
    const transaction = `${this.#life.shopper.number}-${this.#at}`;
    this.#about("purchase", good, placement, { transaction });
    this.#life.needs.meet(good.category);
    if (!chance(this.#random, GIVEN_BACK * 2 * (1 - this.#liked.attraction(good)))) return;
    const at = Math.round(this.#at + (3 + BACK_DAYS * this.#random.next()) * DAY_MS);
    this.#life.expect({ v: 1, kind: "refund", at, item: good.product.id, transaction });
    this.#life.needs.reopen(good.category);
  }

  #attraction(number: number): number {
    return this.#liked.attraction(this.#shop.goods[number]!);
  }

  #about(kind: EventKind, good: TrueGood, placement: Placement | undefined, more: Partial<ShopEvent> = {}): void {
    this.#record(kind, { item: good.product.id, ...(placement === undefined ? {} : { placement }), ...more });
  }

  #record(kind: EventKind, more: Partial<ShopEvent>): void {
    this.#life.events.push({ v: 1, kind, at: this.#at++, ...more });
  }
}
