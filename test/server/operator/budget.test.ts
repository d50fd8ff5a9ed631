import { expect, test } from "vitest";
import { budgetOf, epsilonSoFar } from "../../../server/operator/budget.ts";
import type { Plan } from "../../../src/core/protocol/plan.ts";

// Of a plan only these count. rho of .088123 at 1e-6 is epsilon 2 (test/vectors/dp.json holds the accountant).
const plan = { participationCap: 3, microRho: 88_123, delta: 1e-6 } as Plan;

test("nothing is spent before a round has taken a report, and the cap says what may be", () => {
  const budget = budgetOf(plan, []);
  expect(budget).toMatchObject({ epsilonSpent: 0, reportsSpent: 0, reportsMost: 3, delta: 1e-6 });
  expect(budget.epsilonEach).toBeCloseTo(2, 2);
  expect(budget.epsilonMost).toBeCloseTo(budgetOf(plan, [88_123, 88_123, 88_123]).epsilonSpent, 10);
});

test("a browser sends no more than the cap lets it: the dearest rounds are counted", () => {
  const budget = budgetOf(plan, [10_000, 88_123, 20_000, 88_123]);
  expect(budget).toMatchObject({ reportsSpent: 3, reportsMost: 3 });
  expect(budget.epsilonSpent).toBe(epsilonSoFar({ ...plan, participationCap: 9 }, [88_123, 88_123, 20_000]));
  expect(budget.epsilonMost).toBe(budget.epsilonSpent);
});

test("what is left is counted at the newest plan's cost", () => {
  const budget = budgetOf(plan, [10_000]);
  expect(budget.epsilonMost).toBe(budgetOf(plan, [10_000, 88_123, 88_123]).epsilonSpent);
  expect(budget.epsilonSpent).toBeLessThan(budget.epsilonEach);
});
