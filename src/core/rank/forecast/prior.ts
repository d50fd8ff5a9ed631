import type { Ranking } from "../../catalogue/ranking.ts";

/** Categories that have products of their own, and what is known of them before anything is known of the shopper. */
export interface Prior {
  /** Numbers of the categories, ascending: the outcomes of a forecast. */
  readonly outcomes: readonly number[];
  /** Place among the outcomes by category; -1 for a category that only has categories below it. */
  readonly placeOf: Int32Array;
  /** Probability by place, from popularity; it sums to 1 and is nowhere 0. */
  readonly popular: Float64Array;
  /** The same from the number of products. */
  readonly sized: Float64Array;
}

export function priorOf({ products, categories, categoryOf, popularity }: Ranking): Prior {
  const counts = new Float64Array(categories.names.length);
  const wanted = new Float64Array(categories.names.length);
  for (let item = 0; item < products; item++) {
    const category = categoryOf[item]! - 1;
    if (category < 0) continue;
    counts[category]!++;
    wanted[category]! += 1 + popularity[item]!;
  }
  const outcomes = Array.from(counts.keys()).filter((category) => counts[category]! > 0);
  const placeOf = new Int32Array(counts.length).fill(-1);
  outcomes.forEach((category, place) => {
    placeOf[category] = place;
  });
  const share = (of: Float64Array): Float64Array => shares(Float64Array.from(outcomes, (category) => of[category]!));
  return { outcomes, placeOf, popular: share(wanted), sized: share(counts) };
}

/** Scaled to a sum of 1. */
export function shares(values: Float64Array): Float64Array {
  const sum = values.reduce((total, value) => total + value, 0);
  return values.map((value) => value / sum);
}
