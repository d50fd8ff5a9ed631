import type { Signer } from "../crypto/sign.ts";
import type { KnownPlans } from "../rounds/known-plan.ts";
import type { RoundLog } from "../rounds/round-log.ts";
import type { Database } from "../store/sql.ts";
import type { Gate } from "./gate.ts";
import type { TrainerMeters } from "./meters.ts";
import type { TrainerSettings } from "./settings.ts";

export interface TrainerContext {
  /** The leader's. */
  readonly database: Database;
  readonly plans: KnownPlans;
  /** The leader's: devices know its key. */
  readonly signer: Signer;
  readonly settings: TrainerSettings;
  /** Undefined where there are no hold-out questions. */
  readonly gate: Gate | undefined;
  readonly meters: TrainerMeters;
  readonly log: RoundLog;
  /** Unix milliseconds. */
  readonly now: () => number;
}
