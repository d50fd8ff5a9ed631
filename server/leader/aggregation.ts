import type { BucketRequest } from "../../src/core/protocol/close.ts";
import type { LogEntry } from "../../src/core/protocol/log.ts";
import type { Party, TrustMode } from "../../src/core/protocol/plan.ts";
import type { Report } from "../../src/core/protocol/report.ts";
import type { KnownPlan } from "../rounds/known-plan.ts";

/** A report whose box for this server has been opened. */
export interface OpenedReport {
  /** In hex. */
  readonly reportId: string;
  /** What was in the box: a share, in mode C the report with its device's noise. */
  readonly share: Uint32Array;
  readonly report: Report;
}

/** This leader's part of what a round releases, and of which reports it is. */
export interface Noised {
  readonly count: number;
  readonly setHash: string;
  /** Bucket after bucket. */
  readonly own: Uint32Array;
  /** This leader's part of the key that dealt them, in hex; null where there is one sum. */
  readonly bucketKey: string | null;
}

/** What the trust modes differ in, of a leader's rounds: with a helper (helped.ts), or alone (alone.ts). Methods reject with HelperRefused or HelperAway. */
export interface Aggregation {
  /** Of the tasks that it is for. */
  readonly trustModes: readonly TrustMode[];
  /** The first round from `round` on that may begin, and whom its plan names beside the leader. */
  begin(task: string, round: number): Promise<{ readonly round: number; readonly helper: Party | null }>;
  /** The other signature of a plan's bytes; null where there is none to be had. */
  agree(plan: Uint8Array): Promise<string | null>;
  /** Which of a batch's reports are added up. `batchId` in hex. */
  judge(known: KnownPlan, batchId: string, opened: readonly OpenedReport[]): Promise<readonly OpenedReport[]>;
  /** The helper's part, in hex, of the key that deals these reports into buckets, of rounds that have some. `commitment`: SHA-256 in hex of this leader's. */
  bucketKey(known: KnownPlan, set: Pick<BucketRequest, "count" | "setHash" | "commitment">): Promise<string>;
  /** This leader's part of what is released, of its sums. */
  noised(known: KnownPlan, sums: Uint32Array): Uint32Array;
  /** The noised sums. */
  open(known: KnownPlan, noised: Noised): Promise<Uint32Array>;
  /** The other signature of a log entry; null where there is none to be had. */
  sign(entry: LogEntry, leaderSignature: string): Promise<string | null>;
}
