import { reportBoundSquared } from "../privacy/vector/block.ts";
import type { Party, Plan } from "./plan.ts";
import { type Reason, RefusedError } from "./refusal.ts";

/** Counts are mod 2^32, centred: a sum beyond this would come out with the wrong sign. */
const HALF_MODULUS = 2n ** 31n;
/** clipNorm times scale of every block: less would leave rounding in charge. */
const LEAST_STEPS = 1_024;
const MILLION = 1_000_000n;

/**
 * Refuses a plan that no party may make, sign or follow, with the reason; all of it in exact integers. What a single party
 * allows besides (its budget, its least K) is its own to check.
 */
export function checkPlan(plan: Plan): void {
  for (const [reason, holds, why] of LIMITS) if (!holds(plan)) throw new RefusedError(reason, `the plan: ${why}`);
}

const LIMITS: readonly (readonly [Reason, (plan: Plan) => boolean, string])[] = [
  ["epoch", ({ epoch }) => epoch.from < epoch.until, "its epoch ends before it begins"],
  [
    "parties",
    ({ trustMode, helper }) => (trustMode === "C") === (helper === null),
    "a helper is there in modes A and B",
  ],
  ["parties", ({ leader, helper }) => helper === null || apart(leader, helper), "leader and helper have the same key"],
  ["cohort", ({ minReports, maxReports }) => minReports <= maxReports, "minReports is above maxReports"],
  ["delta", ({ delta, devices }) => delta * 10 * devices <= 1 + 1e-9, "delta is above 1 / (10 x devices)"],
  [
    "norm-bound",
    ({ blocks }) => blocks.every(({ scale, clipNorm }) => scale * clipNorm >= LEAST_STEPS),
    `clipNorm times scale of a block is below ${LEAST_STEPS}`,
  ],
  ["norm-bound", ({ blocks, bound }) => bound ** 2 >= reportBoundSquared(blocks), "bound is below that of its blocks"],
  ["noise", noisy, "sigma2 is below (noiseMultiplier x bound) squared"],
  ["cost", paid, "costMicroRho is below bound squared over twice sigma2"],
  ["overflow", fits, "maxReports x bound + 12 sqrt(2) sigma reaches half the modulus"],
];

function apart(leader: Party, helper: Party): boolean {
  const known = new Set(leader.keys.map(({ key }) => key));
  return leader.signKey !== helper.signKey && !helper.keys.some(({ key }) => known.has(key));
}

/** sigma2 >= (z b)^2, with z in millionths. */
function noisy({ sigma2, noiseMultiplier, bound }: Plan): boolean {
  const millionths = Math.round(noiseMultiplier * 1e6);
  if (millionths < 1 || Math.abs(millionths / 1e6 - noiseMultiplier) > 1e-12 * noiseMultiplier) return false;
  return (
    BigInt(sigma2.numerator) * MILLION * MILLION >=
    (BigInt(millionths) * BigInt(bound)) ** 2n * BigInt(sigma2.denominator)
  );
}

/** zCDP of a discrete Gaussian at sensitivity b: b^2 / (2 sigma^2) (Canonne, Kamath, Steinke 2020, Theorem 14). */
function paid({ sigma2, bound, costMicroRho }: Plan): boolean {
  return (
    BigInt(costMicroRho) * 2n * BigInt(sigma2.numerator) >= MILLION * BigInt(bound) ** 2n * BigInt(sigma2.denominator)
  );
}

/** The two noises add to a deviation of sqrt(2) sigma; twelve of those are beyond one in 10^32. (12 sqrt(2) sigma)^2 = 288 sigma2. */
function fits({ sigma2, bound, maxReports }: Plan): boolean {
  const left = HALF_MODULUS - BigInt(maxReports) * BigInt(bound);
  return left > 0n && 288n * BigInt(sigma2.numerator) < left * left * BigInt(sigma2.denominator);
}
