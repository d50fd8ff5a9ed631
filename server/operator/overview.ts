import { bucketCount } from "../../src/core/privacy/plan/buckets.ts";
import { readersEpsilon } from "../../src/core/privacy/plan/readers.ts";
import { noisesIn } from "../../src/core/privacy/plan/refusals.ts";
import type { Plan } from "../../src/core/protocol/plan.ts";
import { VERSION } from "../../src/core/version.ts";
import { isCollecting } from "../leader/conductor.ts";
import type { LeaderContext } from "../leader/context.ts";
import { COUNTED_DAYS, recentCounts } from "../leader/counting.ts";
import { knownPlan } from "../rounds/known-plan.ts";
import { newestAgreed } from "../store/plans.ts";
import { roundCounts, roundsOf, type StoredRound } from "../store/rounds.ts";
import type { Overview, PlanOverview, RoundOverview, TaskOverview } from "./api.ts";
import { budgetOf, epsilonSoFar, type RoundCost } from "./budget.ts";
import { KnownTerms } from "./known-terms.ts";

/** Rounds that the page lists. */
const LISTED = 60;

/** What the leader's store knows, as the page shows it. Reads alone. */
export class Overviews {
  private readonly context: LeaderContext;
  private readonly tasks: readonly string[];
  private readonly terms: KnownTerms;

  constructor(context: LeaderContext, tasks: readonly string[]) {
    this.context = context;
    this.tasks = tasks;
    this.terms = new KnownTerms(context.database);
  }

  async read(): Promise<Overview> {
    const { database, now } = this.context;
    return {
      atMs: now(),
      version: VERSION,
      tasks: await Promise.all(this.tasks.map((task) => this.task(task))),
      intake: { days: COUNTED_DAYS, counts: await recentCounts(database, now()) },
    };
  }

  private async task(task: string): Promise<TaskOverview> {
    const { database } = this.context;
    const [stored, collecting, rounds, { rounds: roundCount, reported }] = await Promise.all([
      newestAgreed(database, task),
      isCollecting(this.context, task),
      roundsOf(database, task, LISTED),
      roundCounts(database, task),
    ]);
    if (stored === undefined) return { task, collecting, plan: null, budget: null, rounds: [], roundCount };
    const { hash, plan } = knownPlan(stored);
    const costs = await Promise.all(
      reported.map(async ({ number, planHash }) => ({ number, cost: (await this.terms.of(planHash)).cost })),
    );
    const costsUntil = (last: number): readonly RoundCost[] =>
      costs.flatMap(({ number, cost }) => (number <= last ? cost : []));
    return {
      ...{ task, collecting, roundCount },
      plan: planOverview(hash, plan),
      budget: budgetOf(plan, costsUntil(Number.POSITIVE_INFINITY)),
      rounds: await Promise.all(rounds.map((round) => this.round(round, epsilonSoFar(plan, costsUntil(round.number))))),
    };
  }

  private async round(
    { number, phase, received, count, planHash, bucketsDropped }: StoredRound,
    epsilonSoFar: number,
  ): Promise<RoundOverview> {
    const { cost: _, mostBuckets, ...terms } = await this.terms.of(planHash);
    const buckets = bucketCount({ buckets: mostBuckets, leastReports: terms.leastReports }, count);
    const told = { round: number, state: phase, received, counted: count, buckets, bucketsDropped, planHash };
    return { ...told, ...terms, epsilonSoFar };
  }
}

function planOverview(hash: string, plan: Plan): PlanOverview {
  const { version, trustMode, leader, helper, noiseMultiplier, sigmaSquared, devices, largestBatch } = plan;
  const noises = plan.buckets * noisesIn(trustMode, largestBatch);
  const sigma = Math.sqrt((noises * sigmaSquared.numerator) / sigmaSquared.denominator);
  return {
    ...{ hash, version, trustMode, noiseMultiplier, devices, leader: leader.origin, helper: helper?.origin ?? null },
    attestation: plan.tokens?.attestation ?? null,
    epsilonReaders: readersEpsilon(plan),
    blocks: plan.blocks.map(({ name, kind, size, scale }) => ({ name, kind, size, noise: sigma / scale })),
  };
}
