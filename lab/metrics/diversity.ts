import type { Prepared } from "../../src/core/rank/prepared.ts";
import { likeness } from "../../src/core/rank/similarity.ts";

/** Intra-list diversity: 1 less the mean likeness of the pairs of a list, over all lists with two products or more. */
export function diversityOf(prepared: Prepared, lists: readonly (readonly number[])[]): number {
  let sum = 0;
  let counted = 0;
  for (const list of lists) {
    if (list.length < 2) continue;
    sum += 1 - meanLikeness(prepared, list);
    counted++;
  }
  return counted === 0 ? 0 : sum / counted;
}

function meanLikeness(prepared: Prepared, list: readonly number[]): number {
  let sum = 0;
  for (let first = 0; first < list.length; first++) {
    for (let second = first + 1; second < list.length; second++) sum += likeness(prepared, list[first]!, list[second]!);
  }
  return sum / ((list.length * (list.length - 1)) / 2);
}
