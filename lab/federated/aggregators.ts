import type { OpenedSum } from "../../server/rounds/buckets.ts";
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

/** What a round comes to, bucket by bucket: in modes A and B with both aggregators' noise, in mode C with that of all reports. No sum where too few were left to open one. */
export interface Ended {
  readonly sums: readonly OpenedSum[];
  /** Reports that mode C refused, since no honest device sends them. */
  readonly refused: number;
}

/** The servers of a simulation, a round at a time. */
export interface Aggregators {
  /** The plan of the round that begins. */
  begin(round: number): Promise<NamedPlan>;
  take(report: Report): Promise<void>;
  end(): Promise<Ended>;
  close(): Promise<void>;
}
