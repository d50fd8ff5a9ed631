import { HEAD, type Head } from "../../src/core/catalogue/learned.ts";
import { FEATURES } from "../../src/core/rank/features.ts";
import { headOutputs } from "./head.ts";
import { type HeadLists, headSlopes } from "./slopes.ts";

const CANDIDATES = 380;
const LISTS = { lists: 16, candidates: 64 };

/** What a device does most, at its usual size: one ranking's head, and one step of training. */
export function createProbe(): () => Promise<void> {
  const { first, second } = HEAD;
  const features = FEATURES.length;
  const head: Head = {
    mean: new Float32Array(features),
    scale: new Float32Array(features).fill(1),
    weights: [waves(features * first), waves(first * second), waves(second)],
    biases: [waves(first), waves(second), waves(1)],
    baseWeight: 1,
  };
  const ranking = waves(CANDIDATES * features);
  const count = LISTS.lists * LISTS.candidates;
  const lists: HeadLists = {
    candidates: LISTS.candidates,
    values: waves(count * features),
    base: waves(count),
    logWeights: new Float32Array(count),
  };
  return async () => {
    await headOutputs(head, ranking);
    await headSlopes(head, lists);
  };
}

/** Numbers between -.1 and .1, none of them zero: products of zeros may be skipped. */
const waves = (length: number): Float32Array => Float32Array.from({ length }, (_, at) => 0.1 * Math.sin(at + 1));
