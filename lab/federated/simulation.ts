import type { Subset } from "../../src/core/rank/subset.ts";
import type { Interval } from "./interval.ts";
import type { AttackName } from "./liars.ts";

export type Quality = Readonly<Record<"ndcg10" | "hr10", number>>;

/** What a simulation measured. All quality is of test questions to all shoppers, all intervals are of 95 %, paired over shoppers. */
export interface Simulation {
  readonly before: Quality;
  /** Of weights that somebody learned who held all rows. */
  readonly central: Quality;
  readonly after: Quality;
  /** NDCG@10 of after less before. */
  readonly gain: Interval;
  readonly shareOfCentralGain: number;
  /** Of a device's reports together, as its ledger counts it: in mode C against the server, which reads each. Null where no noise was drawn. */
  readonly epsilon: number | null;
  /** The same against whoever reads the models alone. */
  readonly epsilonReaders: number | null;
  /** Always null: browsers come when they like. */
  readonly epsilonAmplified: null;
  readonly delta: number;
  readonly noiseMultiplier: number;
  readonly mode: "B" | "C";
  /** Which weights. */
  readonly trains: Subset;
  /** Sums that a round is opened in, each with noise of its own. */
  readonly buckets: number;
  readonly devices: number;
  /** Of these, copies of others: beyond what the data has. */
  readonly syntheticDevices: number;
  readonly cohort: number;
  readonly rounds: number;
  readonly participations: number;
  /** Of one device over its participations: reports up; plans and models down. */
  readonly bytesUp: number;
  readonly bytesDown: number;
  /** Of the mean update of a round, and of what noise and rounding add to it: L2 norms in the unit of the weights. */
  readonly signalNorm: number;
  readonly noiseNorm: number;
  readonly refusedModels: number;
  readonly attack: Attacked | null;
}

/** The same rounds with liars in them; everything above is without. */
export interface Attacked {
  readonly kind: AttackName;
  readonly malicious: number;
  readonly after: Quality;
  /** NDCG@10 without liars less with them. */
  readonly loss: Interval;
  readonly droppedRounds: number;
  /** Of all rounds' buckets. */
  readonly droppedBuckets: number;
  /** Reports that mode C refused, in all rounds. */
  readonly refusedReports: number;
  readonly refusedModels: number;
}
