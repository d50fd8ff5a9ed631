import type { Random } from "../../random.ts";
import { chance, normal, waiting, weighted } from "../draw.ts";
import type { TrueShop } from "./goods.ts";
import type { TrueShopper } from "./shopper.ts";

/** How long a need lasts that is not met, in days. */
const LASTING_DAYS = 16;
/** Mean days until a purchase makes its company needed. */
const COMPANY_DAYS = 3;
/** Half-life, in days, of having had enough of a category whose goods last. */
const ENOUGH_DAYS = 40;

interface Need {
  readonly category: number;
  readonly fromDay: number;
  readonly toDay: number;
}

/** What one shopper needs, as days go by. A purchase meets a need, and makes others. */
export class Needs {
  readonly #shop: TrueShop;
  readonly #shopper: TrueShopper;
  readonly #random: Random;
  #needs: Need[] = [];
  readonly #boughtDay = new Map<number, number>();
  #day: number;

  constructor(shop: TrueShop, shopper: TrueShopper, day: number, random: Random) {
    this.#shop = shop;
    this.#shopper = shopper;
    this.#random = random;
    this.#day = day;
  }

  /** Lets time pass. `week`: of the shopper's interests, which new needs come from. */
  passTo(day: number, week: number): void {
    const interest = this.#shopper.interests[week]!;
    for (let at = this.#day; ; ) {
      at += waiting(this.#random, this.#shop.habits.needsPerWeek / 7);
      if (at > day) break;
      this.#arise(weighted(this.#random, interest), at);
    }
    this.#day = day;
    this.#needs = this.#needs.filter(({ toDay }) => toDay > day);
  }

  /** Categories needed now, the longest needed first. */
  open(): number[] {
    const now = this.#needs.filter(({ fromDay }) => fromDay <= this.#day);
    return now.sort((a, b) => a.fromDay - b.fromDay).map(({ category }) => category);
  }

  /** How much the shopper has had enough of a category: 1 after a purchase, then less. */
  enough(category: number): number {
    const bought = this.#boughtDay.get(category);
    if (bought === undefined) return 0;
    const { againDays } = this.#shop.categories[category]!;
    const days = this.#day - bought;
    return againDays > 0 ? Math.max(0, 1 - days / againDays) : 0.5 ** (days / ENOUGH_DAYS);
  }

  meet(category: number): void {
    const { againDays, company } = this.#shop.categories[category]!;
    this.#needs = this.#needs.filter((need) => need.category !== category);
    this.#boughtDay.set(category, this.#day);
    if (againDays > 0) this.#arise(category, this.#day + againDays * Math.exp(0.15 * normal(this.#random)));
    for (const other of company)
      if (chance(this.#random, this.#shop.habits.company))
        this.#arise(other, this.#day + waiting(this.#random, 1 / COMPANY_DAYS));
  }

  /** A purchase given back: the need is there again. */
  reopen(category: number): void {
    this.#boughtDay.delete(category);
    this.#arise(category, this.#day);
  }

  #arise(category: number, fromDay: number): void {
    this.#needs.push({ category, fromDay, toDay: fromDay + waiting(this.#random, 1 / LASTING_DAYS) });
  }
}
