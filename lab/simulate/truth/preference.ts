import type { TrueGood } from "./goods.ts";
import type { Needs } from "./needs.ts";
import type { TrueShopper } from "./shopper.ts";

/** Log odds that somebody looks closer at a product that says nothing to them. */
const INDIFFERENT = -4.2;

/** What one shopper likes at one moment: the truth that rankings are measured by. */
export class Preference {
  readonly #shopper: TrueShopper;
  readonly #liking: Float64Array;

  constructor(shopper: TrueShopper, needs: Needs, week: number) {
    this.#shopper = shopper;
    const interest = shopper.interests[week]!;
    const most = interest.reduce((max, share) => Math.max(max, share), 0);
    const open = new Set(needs.open());
    this.#liking = interest.map((share, category) => {
      const enough = needs.enough(category);
      return 2.4 * Math.sqrt(share / most) * (1 - 0.8 * enough) + (open.has(category) ? 2.4 : 0) - enough;
    });
  }

  /** Log odds of looking closer at a product that is looked at at all. */
  utility({ category, brand, price, quality, style }: TrueGood): number {
    const { brands, style: taste, price: favourite, priceSense } = this.#shopper;
    const look = style.reduce((sum, value, k) => sum + value * taste[k]!, 0);
    return (
      INDIFFERENT +
      this.#liking[category]! +
      0.4 * brands[brand]! -
      priceSense * Math.abs(price - favourite) +
      0.4 * quality +
      0.25 * look
    );
  }

  /** The same as a probability: attraction, and "true preference" wherever it is averaged. */
  attraction(good: TrueGood): number {
    return 1 / (1 + Math.exp(-this.utility(good)));
  }
}
