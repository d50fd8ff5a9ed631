import type { Steering } from "../../src/core/bridge/protocol.ts";
import type { Head } from "../../src/core/catalogue/learned.ts";
import type { Rescore } from "../../src/core/rank/moment.ts";
import type { Prepared, PreparedLearned } from "../../src/core/rank/prepared.ts";
import type { Steered } from "../../src/core/rank/steer.ts";
import type { ChoiceList } from "../../src/core/rank/tuning/lists.ts";
import type { Steps } from "../../src/core/steps.ts";

/** The code that ranks with learned parts: a file of its own, which devices without any never load. */
export interface LearnedParts {
  /** Throws FormatError for a section of another release, or of another number of products. */
  prepare(section: Uint8Array, products: number): PreparedLearned;
  /** The catalogue with a head that was trained on this device, as encodeLearned wrote it. Throws FormatError. */
  tuned(prepared: Prepared, head: Uint8Array): Prepared;
  /** Whether these are the weights of a model of this release. */
  ranksWith(weights: Float32Array): boolean;
  /** The catalogue with a published model, by its weights. Throws RangeError for those of another release. */
  shared(prepared: Prepared, weights: Float32Array): Prepared;
  /** Choices as they are on top of such a model: see src/core/rank/tuning/shared.ts. */
  onTopOf(weights: Float32Array, shipped: Head | undefined, lists: readonly ChoiceList[]): readonly ChoiceList[];
  readonly rescore: Rescore;
  /** A shopper's wishes as they are kept: see src/core/bridge/steering.ts and src/core/rank/steer.ts. */
  wishes(lines: readonly string[]): readonly Steering[];
  changeSteering(lines: readonly string[], change: unknown): readonly string[];
  importSteering(lines: readonly string[], given: unknown): readonly string[];
  steered(prepared: Prepared, rescore: Rescore, lines: readonly string[]): Steps<Steered>;
}
