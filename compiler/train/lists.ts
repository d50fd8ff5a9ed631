import { FEATURES, type FeatureName } from "../../src/core/rank/features.ts";
import type { HeadRows } from "./train-head.ts";
import type { List } from "./transitions.ts";

/** Lists of one or all folds, as columns. */
export interface Lists extends HeadRows {
  readonly weights: Float32Array;
  /** 1 for each candidate that the encoder alone reached. */
  readonly reached: Uint8Array;
  /** 1 for each list of a shopper held out. */
  readonly held: Uint8Array;
}

/** What a head that does without an encoder may not look at. */
const OF_ENCODER: readonly FeatureName[] = ["encoder", "encoderGap", "encoder.last", "encoder.recent", "encoder.best"];

/** In memory that threads share: half a gigabyte is not copied for each head. */
export function emptyLists(lists: number, candidates: number): Lists {
  const floats = (length: number): Float32Array => new Float32Array(new SharedArrayBuffer(4 * length));
  const flags = (length: number): Uint8Array => new Uint8Array(new SharedArrayBuffer(length));
  return {
    features: FEATURES.length,
    candidates,
    values: floats(lists * candidates * FEATURES.length),
    base: floats(lists * candidates),
    logWeights: floats(lists * candidates),
    weights: floats(lists),
    reached: flags(lists * candidates),
    held: flags(lists),
  };
}

export function setList(lists: Lists, at: number, list: List, weight: number, held: boolean): void {
  const { features, candidates } = lists;
  lists.values.set(list.values, at * candidates * features);
  lists.base.set(list.base, at * candidates);
  lists.logWeights.set(list.logWeights, at * candidates);
  lists.reached.set(list.reached, at * candidates);
  lists.weights[at] = weight;
  lists.held[at] = Number(held);
}

/** The first `count`, as views. */
export function firstOf(lists: Lists, count: number): Lists {
  const { features, candidates } = lists;
  return {
    features,
    candidates,
    values: lists.values.subarray(0, count * candidates * features),
    base: lists.base.subarray(0, count * candidates),
    logWeights: lists.logWeights.subarray(0, count * candidates),
    weights: lists.weights.subarray(0, count),
    reached: lists.reached.subarray(0, count * candidates),
    held: lists.held.subarray(0, count),
  };
}

export function joined(parts: readonly Lists[]): Lists {
  const count = parts.reduce((sum, { held }) => sum + held.length, 0);
  const all = emptyLists(count, parts[0]!.candidates);
  let at = 0;
  for (const part of parts) {
    all.values.set(part.values, at * all.candidates * all.features);
    for (const column of ["base", "logWeights", "reached"] as const) all[column].set(part[column], at * all.candidates);
    all.weights.set(part.weights, at);
    all.held.set(part.held, at);
    at += part.held.length;
  }
  return all;
}

/** Numbers of the lists that a head may learn from, or is judged by. */
export function numbersOf(
  { held, reached, candidates }: Lists,
  wanted: "learned" | "held",
  encoder: boolean,
): number[] {
  return Array.from(held.keys()).filter(
    (list) => Boolean(held[list]) === (wanted === "held") && (encoder || reached[list * candidates] === 0),
  );
}

/** The same lists as a device without an encoder would have made them. */
export function withoutEncoder(lists: Lists): Lists {
  const ignored = OF_ENCODER.map((name) => FEATURES.indexOf(name));
  const logWeights = lists.logWeights.map((weight, at) =>
    lists.reached[at] === 1 ? Number.NEGATIVE_INFINITY : weight,
  );
  return { ...lists, logWeights, ignored };
}
