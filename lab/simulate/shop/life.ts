import type { ShopEvent } from "../../../src/core/event/event.ts";
import { dayOf, SEASON_DAYS, timeOf, WARM_UP_DAYS, WEEKS, weekOf } from "../calendar.ts";
import { streamOf, waiting } from "../draw.ts";
import type { TrueShop } from "../truth/goods.ts";
import { Needs } from "../truth/needs.ts";
import { Preference } from "../truth/preference.ts";
import { type TrueShopper, trueShopper } from "../truth/shopper.ts";

/** One shopper's way through the season, and all that their device has recorded of it. */
export class Life {
  readonly shopper: TrueShopper;
  readonly needs: Needs;
  /** In the order in which they happened. */
  readonly events: ShopEvent[] = [];
  /** When the shopper comes, epoch ms, ascending: the same in every shop. */
  readonly visits: readonly number[];
  #due: ShopEvent[] = [];

  /** @param fromDay When the shopper begins, with no need and nothing bought. */
  constructor(shop: TrueShop, number: number, seed: number, fromDay: number = -WARM_UP_DAYS) {
    this.shopper = trueShopper(shop, number, WEEKS, seed);
    this.needs = new Needs(shop, this.shopper, fromDay, streamOf(seed, 3, number));
    this.visits = visitsOf(this.shopper, seed, fromDay);
  }

  /** Lets time pass: needs arise, and what was to be given back is. */
  passTo(at: number): void {
    const day = dayOf(at);
    this.needs.passTo(day, weekOf(day));
    const due = this.#due.filter((event) => event.at <= at);
    this.#due = this.#due.filter((event) => event.at > at);
    this.events.push(...due.sort((a, b) => a.at - b.at));
  }

  /** Records what will happen away from the shop's pages: a parcel sent back. */
  expect(event: ShopEvent): void {
    this.#due.push(event);
  }

  /** What was recorded is gone, and parcels on their way back with it; what the shopper needs, and has enough of, stays. */
  forget(): void {
    this.events.length = 0;
    this.#due = [];
  }

  preference(at: number): Preference {
    return new Preference(this.shopper, this.needs, weekOf(dayOf(at)));
  }
}

/** A visit lasts minutes: two within this time would be one. */
const APART_DAYS = 0.1;

function visitsOf({ number, sessionsPerWeek }: TrueShopper, seed: number, fromDay: number): number[] {
  const random = streamOf(seed, 4, number);
  const visits: number[] = [];
  for (let day = fromDay; ; ) {
    day += APART_DAYS + waiting(random, sessionsPerWeek / 7);
    if (day >= SEASON_DAYS) return visits;
    visits.push(timeOf(day));
  }
}
