import { HEAD } from "../catalogue/learned.ts";
import { FEATURES } from "./features.ts";

/**
 * Which weights many devices teach together, one block of a plan: a weight a feature; beside these a hidden layer of 32; or beside them all layers of a
 * shop's interest head.
 */
export type Subset = "linear" | "hidden-32" | "all";

/** Widths of the hidden layers, from the features on. */
export const HIDDEN: Readonly<Record<Subset, readonly number[]>> = {
  linear: [],
  "hidden-32": [32],
  all: [HEAD.first, HEAD.second],
};

/** How many weights a subset has: linear ones, and of each layer its inputs x outputs and biases; the last has one output and no bias, which no order depends on. */
export function sizeOf(subset: Subset): number {
  const widths = [FEATURES.length, ...HIDDEN[subset]];
  const layers = widths.slice(1).reduce((sum, width, at) => sum + (widths[at]! + 1) * width, 0);
  return FEATURES.length + layers + (widths.length > 1 ? widths.at(-1)! : 0);
}

// The cast: Object.keys widens the keys of a record with known keys.
export const SUBSETS: readonly Subset[] = /* @__PURE__ */ Object.keys(HIDDEN) as Subset[];

/** The subset that has so many weights in this release, if any. */
export const subsetOf = (size: number): Subset | undefined => SUBSETS.find((subset) => sizeOf(subset) === size);
