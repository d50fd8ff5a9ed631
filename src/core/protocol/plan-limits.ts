import { planMicroRho, planRefusals } from "../privacy/plan/refusals.ts";
import { reportBoundSquared, reportLength } from "../privacy/vector/block.ts";
import { MAX_OPENED_VALUES, MAX_VALUES } from "./bounds.ts";
import type { Party, Plan } from "./plan.ts";
import { type Reason, RefusedError } from "./refusal.ts";

/**
 * Refuses a plan that no party may make, sign or follow, with the first reason. What a single party asks for besides (its budget, its least K) is its
 * own to check, by planRefusals.
 */
export function checkPlan(plan: Plan): void {
  for (const [reason, holds, why] of LIMITS) if (!holds(plan)) throw new RefusedError(reason, `the plan: ${why}`);
  const demands = { leastReports: 1, mostMicroRho: Number.MAX_SAFE_INTEGER, devices: plan.devices };
  const [refusal] = planRefusals(plan, demands);
  if (refusal !== undefined) throw new RefusedError(refusal.code, `the plan: ${refusal.message}`);
  if (plan.boundSquared !== reportBoundSquared(plan.blocks))
    throw new RefusedError("norm-bound", "the plan: boundSquared is not that of its blocks");
  if (plan.microRho !== planMicroRho(plan))
    throw new RefusedError("cost", "the plan: microRho is not what its noise costs");
}

const LIMITS: readonly (readonly [Reason, (plan: Plan) => boolean, string])[] = [
  ["epoch", ({ epoch }) => epoch.from < epoch.until, "its epoch ends before it begins"],
  [
    "parties",
    ({ trustMode, helper }) => (trustMode === "C") === (helper === null),
    "a helper is there in modes A and B",
  ],
  ["parties", ({ leader, helper }) => helper === null || apart(leader, helper), "leader and helper have the same key"],
  ["too-large", ({ blocks }) => reportLength(blocks) <= MAX_VALUES, `it asks for more than ${MAX_VALUES} values`],
  [
    "too-large",
    ({ blocks, buckets }) => buckets * reportLength(blocks) <= MAX_OPENED_VALUES,
    `its buckets open more than ${MAX_OPENED_VALUES} values`,
  ],
];

function apart(leader: Party, helper: Party): boolean {
  const known = new Set(leader.keys.map(({ key }) => key));
  return leader.signKey !== helper.signKey && !helper.keys.some(({ key }) => known.has(key));
}
