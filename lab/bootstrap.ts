import { seededRandom } from "./random.ts";

/** A mean difference between two systems on the same questions, with its 95 % interval. */
export interface Gap {
  readonly gain: number;
  readonly low: number;
  readonly high: number;
}

const RESAMPLES = 1000;

/**
 * Paired bootstrap over shoppers: draws as many shoppers as there are, with replacement, a thousand times, and takes the
 * 2.5th and 97.5th percentile of the mean. `shoppers[i]` names the shopper of `differences[i]`; the
 * questions of one shopper stay together, because they are not independent.
 * (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapters 13 and 8.)
 */
export function pairedGap(differences: Float64Array, shoppers: Uint32Array, seed: number): Gap {
  const { sums, counts } = perShopper(differences, shoppers);
  const random = seededRandom(seed);
  const means = Float64Array.from({ length: RESAMPLES }, () => {
    let sum = 0;
    let count = 0;
    for (let draw = 0; draw < sums.length; draw++) {
      const shopper = random.below(sums.length);
      sum += sums[shopper]!;
      count += counts[shopper]!;
    }
    return sum / count;
  }).sort();
  const gain = differences.reduce((sum, difference) => sum + difference, 0) / differences.length;
  return { gain, low: percentile(means, 0.025), high: percentile(means, 0.975) };
}

/** Shoppers in the order of their first questions. */
function perShopper(differences: Float64Array, shoppers: Uint32Array): { sums: number[]; counts: number[] } {
  const places = new Map<number, number>();
  const sums: number[] = [];
  const counts: number[] = [];
  differences.forEach((difference, index) => {
    const place = places.get(shoppers[index]!) ?? places.size;
    places.set(shoppers[index]!, place);
    sums[place] = (sums[place] ?? 0) + difference;
    counts[place] = (counts[place] ?? 0) + 1;
  });
  return { sums, counts };
}

/** Linear between the two nearest. */
export function percentile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.ceil(place);
  return sorted[below]! + (place - below) * (sorted[above]! - sorted[below]!);
}
