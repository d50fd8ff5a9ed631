import type { Rescore } from "../../src/core/rank/moment.ts";
import type { PreparedLearned } from "../../src/core/rank/prepared.ts";

/** The code that ranks with a model section: a file of its own, which shops without such a section never load. */
export interface LearnedParts {
  /** Throws FormatError for a section of another release, or of another number of products. */
  prepare(section: Uint8Array, products: number): PreparedLearned;
  readonly rescore: Rescore;
}
