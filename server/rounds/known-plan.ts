import { reportLength } from "../../src/core/privacy/vector/block.ts";
import { fromHex } from "../../src/core/protocol/hex.ts";
import { parsePlan } from "../../src/core/protocol/parse-plan.ts";
import type { Plan } from "../../src/core/protocol/plan.ts";
import { RefusedError } from "../../src/core/protocol/refusal.ts";
import { planOf, type StoredPlan } from "../store/plans.ts";
import type { Database } from "../store/sql.ts";
import { TEXT } from "../text.ts";
import { type CheckToken, tokenChecker } from "../tokens/check.ts";
import type { Limits } from "./round.ts";

/** A plan and what its rounds are handled by. */
export interface KnownPlan {
  readonly plan: Plan;
  readonly hash: string;
  readonly hashBytes: Uint8Array;
  /** Values of a report. */
  readonly size: number;
  readonly limits: Limits;
  /** Undefined where its reports bring no tokens. */
  readonly checkToken: CheckToken | undefined;
  readonly stored: StoredPlan;
}

export function knownPlan(stored: StoredPlan): KnownPlan {
  const plan = parsePlan(stored.bytes, TEXT);
  const { leastReports, largestBatch } = plan;
  const hashBytes = fromHex(stored.hash);
  return {
    plan,
    hash: stored.hash,
    hashBytes,
    size: reportLength(plan.blocks),
    limits: { leastReports, largestBatch },
    checkToken: plan.tokens === null ? undefined : tokenChecker(plan, plan.tokens),
    stored,
  };
}

/** Undefined for what an earlier release kept and nobody can read. */
export function readablePlan({ bytes }: StoredPlan): Plan | undefined {
  try {
    return parsePlan(bytes, TEXT);
  } catch (error) {
    if (error instanceof RefusedError) return undefined;
    throw error;
  }
}

const REMEMBERED = 64;

/** Plans by hash, the latest few in memory: they never change once both aggregators have agreed. */
export class KnownPlans {
  private readonly plans = new Map<string, KnownPlan>();
  private readonly database: Database;
  private readonly isAgreed: (stored: StoredPlan) => boolean;

  /** `isAgreed` tells the plans that both aggregators follow from those that are still to be agreed on, which stay unknown here. */
  constructor(database: Database, isAgreed: (stored: StoredPlan) => boolean) {
    this.database = database;
    this.isAgreed = isAgreed;
  }

  async get(hash: string): Promise<KnownPlan | undefined> {
    const known = this.plans.get(hash);
    if (known !== undefined) return known;
    const stored = await planOf(this.database, hash);
    if (stored === undefined || !this.isAgreed(stored)) return undefined;
    const plan = knownPlan(stored);
    const [oldest] = this.plans.keys();
    if (this.plans.size >= REMEMBERED && oldest !== undefined) this.plans.delete(oldest);
    this.plans.set(hash, plan);
    return plan;
  }
}
