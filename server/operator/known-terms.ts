import { knownPlan } from "../rounds/known-plan.ts";
import { planOf } from "../store/plans.ts";
import type { Database } from "../store/sql.ts";
import { epsilonEach, type RoundCost } from "./budget.ts";

/** Of a plan, what the page tells of its round. */
export interface RoundTerms {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly leastReports: number;
  /** Sums that its plan opens it in, at most. */
  readonly mostBuckets: number;
  readonly largestBatch: number;
  readonly cost: RoundCost;
  readonly epsilon: number;
}

/** Terms by plan hash, each read and reckoned once: a plan never changes. */
export class KnownTerms {
  private readonly terms = new Map<string, RoundTerms>();
  private readonly database: Database;

  constructor(database: Database) {
    this.database = database;
  }

  async of(planHash: string): Promise<RoundTerms> {
    const known = this.terms.get(planHash);
    if (known !== undefined) return known;
    const stored = await planOf(this.database, planHash);
    if (stored === undefined) throw new Error("a round has no plan");
    const { plan } = knownPlan(stored);
    const { epoch, leastReports, largestBatch, buckets, microRho, participationCap } = plan;
    const made = {
      ...{ fromMs: epoch.from, untilMs: epoch.until, leastReports, largestBatch, mostBuckets: buckets },
      cost: { microRho, participationCap },
      epsilon: epsilonEach(plan),
    };
    this.terms.set(planHash, made);
    return made;
  }
}
