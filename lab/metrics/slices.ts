import type { Question } from "../questions.ts";
import { type Accuracy, accuracyOf } from "./accuracy.ts";

/** Accuracy of each group of questions that is not empty. */
export type Slices = Readonly<Record<string, Accuracy>>;

const LENGTHS = [
  { name: "1", from: 1 },
  { name: "2", from: 2 },
  { name: "3-4", from: 3 },
  { name: "5+", from: 5 },
] as const;

const FREQUENCIES = [
  { name: "0", from: 0 },
  { name: "1-4", from: 1 },
  { name: "5-9", from: 5 },
  { name: "10-19", from: 10 },
  { name: "20-49", from: 20 },
  { name: "50+", from: 50 },
] as const;

type Bounds = readonly { readonly name: string; readonly from: number }[];

/** By the number of events that the shopper had. */
export function byLength(questions: readonly Question[], ranks: Float64Array): Slices {
  return sliced(LENGTHS, ranks, (index) => questions[index]!.asked.history.length);
}

/** By how often the target stands in the training part. */
export function byFrequency(questions: readonly Question[], ranks: Float64Array, counts: Uint32Array): Slices {
  return sliced(FREQUENCIES, ranks, (index) => counts[questions[index]!.target ?? -1] ?? 0);
}

function sliced(bounds: Bounds, ranks: Float64Array, numberOf: (index: number) => number): Slices {
  const groups = new Map<string, number[]>(bounds.map(({ name }) => [name, []]));
  ranks.forEach((rank, index) => {
    const value = numberOf(index);
    const bound = bounds.findLast(({ from }) => value >= from);
    if (bound !== undefined) groups.get(bound.name)!.push(rank);
  });
  return Object.fromEntries(
    [...groups].filter(([, group]) => group.length > 0).map(([name, group]) => [name, accuracyOf(group)]),
  );
}
