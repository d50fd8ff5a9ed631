import { changeSteering, importSteering, readSteering } from "../src/core/bridge/steering.ts";
import { decodeLearned } from "../src/core/catalogue/learned.ts";
import { FEATURES } from "../src/core/rank/features.ts";
import { learnedSteps, prepareLearned } from "../src/core/rank/learned.ts";
import type { Prepared, PreparedLearned } from "../src/core/rank/prepared.ts";
import { sharedHead } from "../src/core/rank/shared-head.ts";
import { steered } from "../src/core/rank/steer.ts";
import { subsetOf } from "../src/core/rank/subset.ts";
import { onTopOf } from "../src/core/rank/tuning/shared.ts";
import { product } from "./kernels/gemm/here.ts";
import { createFasterScorer } from "./kernels/scorer/faster.ts";
import type { LearnedParts } from "./serve/parts.ts";

export { VERSION as version } from "../src/core/version.ts";

/**
 * What the engine loads, by its address, where a catalogue has a model section, or this device a head of its own or a shopper's wishes, and a learner where a
 * published model is ranked with.
 */
export const learnedParts: LearnedParts = {
  prepare: (section, products) =>
    prepareLearned(decodeLearned(section, FEATURES.length, products), product(), (items) =>
      createFasterScorer(items, whenIdle, () => performance.now()),
    ),
  tuned(prepared, head) {
    const tuned = decodeLearned(head, FEATURES.length, 0).head;
    return { ...prepared, learned: { ...learnedOf(prepared), tuned } };
  },
  ranksWith: ({ length }) => subsetOf(length) !== undefined,
  shared(prepared, weights) {
    return { ...prepared, learned: { ...learnedOf(prepared), shared: sharedHead(weights) } };
  },
  onTopOf: (weights, shipped, lists) => onTopOf(weights, shipped, lists, product()),
  rescore: learnedSteps,
  wishes: readSteering,
  changeSteering,
  importSteering,
  steered: (prepared, rescore, lines) => steered(prepared, rescore, readSteering(lines)),
};

/** What the shop ships, or nothing. */
const learnedOf = ({ learned }: Prepared): PreparedLearned =>
  learned ?? { head: undefined, encoder: undefined, product: product() };

/** A second after a catalogue is loaded, its first rankings are answered. */
function whenIdle(run: () => void): void {
  setTimeout(run, 1_000);
}
