import type { PlanTokens } from "../../src/core/protocol/plan.ts";
import type { Signer } from "../crypto/sign.ts";
import type { KnownPlans } from "../rounds/known-plan.ts";
import type { Database } from "../store/sql.ts";
import type { Helper } from "./helper.ts";
import type { Meters } from "./meters.ts";

/** The few lines that a leader writes of its rounds; nothing of a shopper is in them. */
export interface RoundLog {
  info(what: object, message: string): void;
  warn(what: object, message: string): void;
}

export interface LeaderContext {
  readonly database: Database;
  readonly plans: KnownPlans;
  readonly signer: Signer;
  readonly helper: Helper;
  /** As devices see them, and plans say. */
  readonly origin: string;
  readonly helperOrigin: string;
  readonly helperKey: string;
  /** How devices come to tokens, of plans that ask for some. */
  readonly attestation: Omit<PlanTokens, "key">;
  readonly meters: Meters;
  readonly log: RoundLog;
  /** Unix milliseconds. */
  readonly now: () => number;
}
