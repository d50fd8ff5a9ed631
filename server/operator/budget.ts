import { epsilonOfRho } from "../../src/core/privacy/accountant/zcdp.ts";
import type { Plan } from "../../src/core/protocol/plan.ts";
import type { Budget } from "./api.ts";

const epsilonOf = (microRho: number, delta: number): number =>
  microRho === 0 ? 0 : epsilonOfRho(microRho / 1e6, delta);

/** What one report of the plan costs. */
export const epsilonEach = ({ microRho, delta }: Plan): number => epsilonOf(microRho, delta);

/** Of a round that took reports, by its own plan. */
export type RoundCost = Pick<Plan, "microRho" | "participationCap">;

/** What the task has cost, or may yet cost, a browser at most: by its newest plan, and the rounds that took reports, the oldest first. */
export function budgetOf({ participationCap, microRho, delta }: Plan, rounds: readonly RoundCost[]): Budget {
  const spent = mostSpent(rounds);
  const reports = mostReports(rounds, spent);
  const left = Math.max(0, Math.floor(participationCap - spent / microRho));
  return {
    delta,
    epsilonEach: epsilonOf(microRho, delta),
    epsilonSpent: epsilonOf(spent, delta),
    epsilonMost: epsilonOf(Math.max(spent, participationCap * microRho), delta),
    reportsSpent: reports,
    reportsMost: reports + left,
  };
}

/** Of a browser that was in as many of these rounds, the oldest first, as their plans let it. */
export const epsilonSoFar = ({ delta }: Plan, rounds: readonly RoundCost[]): number =>
  epsilonOf(mostSpent(rounds), delta);

/**
 * In millionths of rho, as browsers hold it: after a report a browser has spent on the task, in all, no more than that report's plan allows, its cap times its cost
 * (workers/reporter.ts). So one whose last report was to some round has spent no more than that, nor more than that round and all before it cost.
 */
function mostSpent(rounds: readonly RoundCost[]): number {
  let [sum, most] = [0, 0];
  for (const { microRho, participationCap } of rounds) {
    sum += microRho;
    most = Math.max(most, Math.min(sum, participationCap * microRho));
  }
  return most;
}

/** As many of the cheapest as come to no more than what is spent. */
function mostReports(rounds: readonly RoundCost[], spent: number): number {
  let sum = 0;
  const costs = rounds.map(({ microRho }) => microRho).sort((a, b) => a - b);
  const over = costs.findIndex((cost) => {
    sum += cost;
    return sum > spent;
  });
  return over < 0 ? costs.length : over;
}
