import type { Top } from "./scorer.ts";

/** The best of what is offered. Offers come by ascending index, so one that only equals another is worse. */
export interface Best {
  /** Takes in a key above the last answer, -Infinity before the first. Answers what the next offer must be above to matter. */
  offer(key: number, index: number): number;
  /** What is kept, best first, keys times `step`. */
  ordered(step: number): Top;
}

/** A heap with the worst that is kept on top, at first of what is worse than anything. `count`: at least 1. */
export function createBest(count: number): Best {
  const keys = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
  const indices = new Uint32Array(count);
  return {
    offer(key, index) {
      let at = 0;
      for (let child = 1; child < count; child = 2 * at + 1) {
        const other = child + 1;
        // Beyond the end is nothing that compares.
        if (keys[other]! < keys[child]! || (keys[other] === keys[child] && indices[other]! > indices[child]!)) child++;
        if (key <= keys[child]!) break;
        keys[at] = keys[child]!;
        indices[at] = indices[child]!;
        at = child;
      }
      keys[at] = key;
      indices[at] = index;
      return keys[0]!;
    },
    ordered(step) {
      const kept = [...keys.keys()].filter((at) => keys[at]! > Number.NEGATIVE_INFINITY);
      kept.sort((a, b) => keys[b]! - keys[a]! || indices[a]! - indices[b]!);
      return {
        indices: Uint32Array.from(kept, (at) => indices[at]!),
        // Plus zero, so that no score is -0.
        scores: Float32Array.from(kept, (at) => Math.fround(keys[at]! * step) + 0),
      };
    },
  };
}
