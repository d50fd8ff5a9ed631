import type { RandomBytes } from "../../src/core/privacy/random.ts";
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
  /** What noise is drawn from. */
  readonly random: RandomBytes;
  readonly helper: Helper;
  /** As devices see them, and plans say. */
  readonly origin: string;
  readonly helperOrigin: string;
  readonly helperKey: string;
  readonly meters: Meters;
  readonly log: RoundLog;
  /** Unix milliseconds. */
  readonly now: () => number;
}
