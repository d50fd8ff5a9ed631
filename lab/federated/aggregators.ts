import type { SeededRandom } from "../../src/core/privacy/random.ts";
import type { NamedPlan } from "../../workers/federated/agreed.ts";

/** What leaves one device. */
export interface Report {
  /** What it reports to; a liar's may be another than the one that was agreed on. */
  readonly agreed: NamedPlan;
  /** A vector for each block of the plan. */
  readonly values: readonly ArrayLike<number>[];
  readonly random: SeededRandom;
  /** How often the same bytes are sent. */
  readonly times: number;
}

/** Both aggregators of a simulation, a round at a time. */
export interface Aggregators {
  /** The plan of the round that begins. */
  begin(round: number): Promise<NamedPlan>;
  take(report: Report): Promise<void>;
  /** Ends the round: its sum with both noises in it. */
  end(): Promise<Uint32Array>;
  close(): Promise<void>;
}
