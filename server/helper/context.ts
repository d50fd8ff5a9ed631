import type { Counter } from "prom-client";
import type { RandomBytes } from "../../src/core/privacy/random.ts";
import type { Signer } from "../crypto/sign.ts";
import type { KnownPlan, KnownPlans } from "../rounds/known-plan.ts";
import type { Database } from "../store/sql.ts";
import { Refuse } from "./refuse.ts";

/** What the helper allows, whatever the leader would like. */
export interface HelperPolicy {
  /** The least K of a plan. */
  readonly leastReports: number;
  /** The most that a device's reports for a task may come to at `delta`, whatever delta the plan names. */
  readonly maxEpsilon: number;
  readonly delta: number;
}

export interface HelperContext {
  readonly database: Database;
  readonly plans: KnownPlans;
  readonly signer: Signer;
  /** What noise is drawn from. */
  readonly random: RandomBytes;
  /** As devices see it, and the plan must say. */
  readonly origin: string;
  /** Ed25519, hex. */
  readonly leaderKey: string;
  readonly policy: HelperPolicy;
  /** Reports of batches, by what became of them. */
  readonly judged: Counter<"outcome">;
}

/** A plan that this helper has signed. */
export async function signedPlan({ plans }: HelperContext, hash: string): Promise<KnownPlan> {
  const known = await plans.get(hash);
  if (known === undefined) throw new Refuse("unknown plan");
  return known;
}
