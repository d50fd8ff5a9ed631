import type { PlanTokens } from "../../src/core/protocol/plan.ts";
import type { Signer } from "../crypto/sign.ts";
import type { KnownPlans } from "../rounds/known-plan.ts";
import type { RoundLog } from "../rounds/round-log.ts";
import type { Database } from "../store/sql.ts";
import type { Aggregation } from "./aggregation.ts";
import type { Meters } from "./meters.ts";

export interface LeaderContext {
  readonly database: Database;
  readonly plans: KnownPlans;
  readonly signer: Signer;
  readonly aggregation: Aggregation;
  /** As devices see it, and plans say. */
  readonly origin: string;
  /** How devices come to tokens, of plans that ask for some. */
  readonly attestation: Omit<PlanTokens, "key">;
  /** What batches are claimed by: this process's own, as long as it lives. */
  readonly claimant: string;
  readonly meters: Meters;
  readonly log: RoundLog;
  /** Unix milliseconds. */
  readonly now: () => number;
}
