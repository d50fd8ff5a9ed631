import { isDelta, type PlanBlock } from "../../src/core/protocol/plan.ts";
import { sizeOf } from "../../src/core/rank/subset.ts";
import { COUNTERS, type Counted, countsOf } from "../../src/core/rank/tuning/counts.ts";
import type { ChoiceList } from "../../src/core/rank/tuning/lists.ts";
import { readyLists, updateOf } from "../../src/core/rank/tuning/update.ts";

/** What one device has to say. */
export interface Material extends Counted {
  /** As `beside` gives them. */
  readonly lists: readonly ChoiceList[];
}

/** Why this release cannot give what the blocks ask for; undefined where it can. */
export function whyUnmeasurable(blocks: readonly PlanBlock[]): string | undefined {
  for (const { name, kind, subset, size } of blocks) {
    if (kind === "histogram" && !Object.hasOwn(COUNTERS, name))
      return `block ${name}: this release counts no such thing`;
    const known = subset && sizeOf(subset);
    if (kind === "delta" && size !== known) return `block ${name} has ${size} weights, not ${known}`;
  }
  return blocks.filter(isDelta).length > 1 ? "the plan has more than one delta" : undefined;
}

/** A vector for each block, of its size; zeros where there is nothing to say, or training came to no numbers. `weights`: deltas start from these. */
export const measure = (
  blocks: readonly PlanBlock[],
  weights: Float32Array,
  material: Material | undefined,
): readonly Float64Array[] =>
  blocks.map((block) => (material === undefined ? new Float64Array(block.size) : measureOne(block, weights, material)));

function measureOne({ kind, name, size }: PlanBlock, weights: Float32Array, material: Material): Float64Array {
  if (kind === "histogram") return countsOf(COUNTERS[name]!, material, size);
  const delta = updateOf(readyLists(material.lists), weights);
  return delta.every(Number.isFinite) ? delta : new Float64Array(size);
}
