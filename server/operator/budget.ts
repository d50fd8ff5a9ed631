import { epsilonOfRho } from "../../src/core/privacy/accountant/zcdp.ts";
import type { Plan } from "../../src/core/protocol/plan.ts";
import type { Budget } from "./api.ts";

const epsilonOf = (microRho: number, delta: number): number =>
  microRho === 0 ? 0 : epsilonOfRho(microRho / 1e6, delta);

/** What one report of the plan costs. */
export const epsilonEach = ({ microRho, delta }: Plan): number => epsilonOf(microRho, delta);

/**
 * What the task has cost, or may yet cost, a browser at most: by its newest plan, and the costs of the rounds that took reports, in millionths of rho. A
 * browser sends one report a round and no more than the cap allows: the dearest of them are counted.
 */
export function budgetOf(plan: Plan, spentMicroRhos: readonly number[]): Budget {
  const { participationCap, microRho, delta } = plan;
  const { spent, reports } = dearest(spentMicroRhos, participationCap);
  const left = participationCap - reports;
  return {
    delta,
    epsilonEach: epsilonOf(microRho, delta),
    epsilonSpent: epsilonOf(spent, delta),
    epsilonMost: epsilonOf(spent + left * microRho, delta),
    reportsSpent: reports,
    reportsMost: participationCap,
  };
}

/** Of a browser that was in every round of these costs, as far as the cap of its reports lets it. */
export const epsilonSoFar = ({ participationCap, delta }: Plan, microRhos: readonly number[]): number =>
  epsilonOf(dearest(microRhos, participationCap).spent, delta);

function dearest(microRhos: readonly number[], cap: number): { readonly spent: number; readonly reports: number } {
  const counted = [...microRhos].sort((a, b) => b - a).slice(0, cap);
  return { spent: counted.reduce((sum, cost) => sum + cost, 0), reports: counted.length };
}
