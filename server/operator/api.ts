import type { Attestation, TrustMode } from "../../src/core/protocol/plan.ts";

/** What the operator page asks and is answered, as JSON under /operator/api. Types alone. */

/** POST session: the answer to the right token. Other requests carry it as `authorization: Bearer ...`. */
export interface SessionAnswer {
  readonly session: string;
  /** Unix milliseconds. */
  readonly untilMs: number;
}

/** GET overview. */
export interface Overview {
  /** Unix milliseconds, by the server's clock, as all times here. */
  readonly atMs: number;
  readonly version: string;
  readonly tasks: readonly TaskOverview[];
  readonly intake: Intake;
}

/** What came to any process on this store; what came in the last seconds may be missing. */
export interface Intake {
  /** Days that it is of, until now. */
  readonly days: number;
  readonly counts: readonly { readonly answer: string; readonly reason: string; readonly reports: number }[];
}

export interface TaskOverview {
  readonly task: string;
  /** Whether it takes reports now. */
  readonly collecting: boolean;
  /** The newest plan that both aggregators follow; null before the first. */
  readonly plan: PlanOverview | null;
  /** Null before the first plan. */
  readonly budget: Budget | null;
  /** The newest first. */
  readonly rounds: readonly RoundOverview[];
  /** Rounds there have been, of which `rounds` may be the newest. */
  readonly roundCount: number;
}

export interface PlanOverview {
  readonly hash: string;
  readonly version: number;
  readonly trustMode: TrustMode;
  /** What a device shows for a token; null where reports bring none. */
  readonly attestation: Attestation | null;
  readonly leader: string;
  readonly helper: string | null;
  /** Standard deviation of one aggregator's noise, in mode C of one device's, in units of what one report can change the sum by. */
  readonly noiseMultiplier: number;
  /** Of all reports of a browser, against whoever reads sums and models alone (readersEpsilon): in mode C less than `budget` says, which counts what this server learns. */
  readonly epsilonReaders: number;
  /** Devices that delta is made for. */
  readonly devices: number;
  readonly blocks: readonly BlockOverview[];
}

export interface BlockOverview {
  readonly name: string;
  readonly kind: "delta" | "histogram";
  /** Values. */
  readonly size: number;
  /**
   * Standard deviation of the noise in one released value, both aggregators' in all buckets together, in mode C of all devices of a full round: in the block's own units, so counts
   * in a histogram.
   */
  readonly noise: number;
}

/** What one browser can have spent, and may spend, on the task. */
export interface Budget {
  readonly delta: number;
  /** Of one report under the newest plan. */
  readonly epsilonEach: number;
  /** The most that any browser can have spent: of one that was in every round that took reports, as far as the rounds' own plans let it. */
  readonly epsilonSpent: number;
  /** The larger of what is spent and of as many reports as the newest plan allows. */
  readonly epsilonMost: number;
  /** The most that any browser can have sent. */
  readonly reportsSpent: number;
  /** Those, and what the newest plan has left for a browser that has spent so much. */
  readonly reportsMost: number;
}

export type RoundState = "collecting" | "closing" | "noised" | "opened" | "published" | "abandoned";

export interface RoundOverview {
  readonly round: number;
  readonly state: RoundState;
  /** Reports acknowledged. */
  readonly received: number;
  /** Reports in the sums that are, or will be, opened. */
  readonly counted: number;
  /** How many sums those are, and how many of them were dropped, since no honest reports come to them. */
  readonly buckets: number;
  readonly bucketsDropped: number;
  readonly leastReports: number;
  readonly largestBatch: number;
  readonly fromMs: number;
  readonly untilMs: number;
  /** What one report of it costs. */
  readonly epsilon: number;
  /** Of a browser that was in every round until this one, as far as their plans let it. */
  readonly epsilonSoFar: number;
  readonly planHash: string;
}
