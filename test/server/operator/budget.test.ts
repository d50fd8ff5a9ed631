import { expect, test } from "vitest";
import { budgetOf, epsilonSoFar } from "../../../server/operator/budget.ts";
import { epsilonOfRho } from "../../../src/core/privacy/accountant/zcdp.ts";
import type { Plan } from "../../../src/core/protocol/plan.ts";

// Of a plan only these count. rho of .088123 at 1e-6 is epsilon 2 (test/vectors/dp.json holds the accountant).
const plan = { participationCap: 3, microRho: 88_123, delta: 1e-6 } as Plan;
const epsilon = (microRho: number): number => epsilonOfRho(microRho / 1e6, 1e-6);
const round = (microRho: number, participationCap = 3) => ({ microRho, participationCap });

test("nothing is spent before a round has taken a report, and the cap says what may be", () => {
  const budget = budgetOf(plan, []);
  expect(budget).toMatchObject({ epsilonSpent: 0, reportsSpent: 0, reportsMost: 3, delta: 1e-6 });
  expect(budget.epsilonEach).toBeCloseTo(2, 2);
  expect(budget.epsilonMost).toBe(epsilon(3 * 88_123));
});

test("rounds of one cost are counted up to the cap", () => {
  const all = Array(5).fill(round(88_123));
  for (const [rounds, reports] of [
    [1, 1],
    [2, 2],
    [3, 3],
    [5, 3],
  ] as const) {
    const budget = budgetOf(plan, all.slice(0, rounds));
    expect(budget).toMatchObject({ reportsSpent: reports, reportsMost: 3, epsilonMost: epsilon(3 * 88_123) });
    expect(budget.epsilonSpent).toBe(epsilon(reports * 88_123));
    expect(epsilonSoFar(plan, all.slice(0, rounds))).toBe(budget.epsilonSpent);
  }
});

test("a cap that is lowered does not take back what rounds before it have cost", () => {
  // Four rounds that allowed 4 x 88,123 = 352,492; the newest plan allows 1 x 88,123, and nothing is left of it.
  const rounds = Array(4).fill(round(88_123, 4));
  const budget = budgetOf({ ...plan, participationCap: 1 }, rounds);
  expect(budget).toMatchObject({ reportsSpent: 4, reportsMost: 4 });
  expect(budget.epsilonSpent).toBe(epsilon(352_492));
  expect(budget.epsilonMost).toBe(epsilon(352_492));
});

test("a cheap round counts against a dear plan's allowance by its cost, not as a report", () => {
  // Nine rounds of 10,000 under a cap of 9 come to 90,000. Of 3 x 88,123 = 264,369 that leaves 174,369: one report more, and another browser still comes to 264,369.
  const cheap = Array(9).fill(round(10_000, 9));
  const budget = budgetOf(plan, cheap);
  expect(budget).toMatchObject({ reportsSpent: 9, reportsMost: 10 });
  expect(budget.epsilonSpent).toBe(epsilon(90_000));
  expect(budget.epsilonMost).toBe(epsilon(264_369));
  // Two dear ones after them: 90,000 + 2 x 88,123 = 266,246 is more than the plan allows.
  expect(budgetOf(plan, [...cheap, round(88_123), round(88_123)]).epsilonSpent).toBe(epsilon(264_369));
});

test("a browser that is beyond a cheap plan's allowance takes no part in it, and one that came later does", () => {
  // After 50,000 a plan that allows 2 x 20,000 = 40,000 adds nothing.
  expect(epsilonSoFar(plan, [round(50_000, 1), round(20_000, 2)])).toBe(epsilon(50_000));
  // One that was not in the first, of 30,000, comes to 2 x 20,000 by the last.
  expect(epsilonSoFar(plan, [round(30_000, 1), round(20_000, 2), round(20_000, 2)])).toBe(epsilon(40_000));
});
