import { leastAt } from "../../src/core/privacy/accountant/search.ts";
import { noisesIn } from "../../src/core/privacy/plan/refusals.ts";
import type { Rational } from "../../src/core/privacy/rational.ts";
import { addTo } from "../../src/core/privacy/share/share.ts";
import type { Plan } from "../../src/core/protocol/plan.ts";
import type { OpenedSum } from "./buckets.ts";

/** How seldom noise makes an honest sum look impossible. */
export const SUM_ODDS = 1e-12;
/** Of a plan's delta, which all refusals of honest reports in a device's rounds together come to at most. */
const DELTA_SHARE = 1e-3;

/**
 * How seldom noise makes an honest report of mode C look impossible. To refuse it is to look at it: what is released differs by that from sums that nothing is left out of,
 * with a probability of `participationCap x largestBatch` times these odds, which must be nothing beside the plan's delta (docs/privacy.md).
 */
export const reportOdds = ({ delta, largestBatch, participationCap }: Cohort): number =>
  (DELTA_SHARE * delta) / (participationCap * largestBatch);

type Cohort = Pick<Plan, "delta" | "largestBatch" | "participationCap">;

/** Vectors of whole numbers in a sum, with noise on it. */
export interface HonestSum {
  readonly reports: number;
  /** Of each report's whole numbers, at most. */
  readonly boundSquared: number;
  readonly sigmaSquared: Rational;
  /** How many noises of this variance are in it. */
  readonly noises: number;
  /** Values. */
  readonly length: number;
}

/** Of odds of logit -POWERS to POWERS: beyond, noise or reports alone count. */
const POWERS = 40;

/**
 * An L2 norm, in whole numbers, that a sum of honest reports exceeds with probability `odds` at most. With x the reports' part, |x|^2 <= B the square of as many
 * bounds, and n the noise, whose d values are subgaussian with variance s^2 (Canonne, Kamath and Steinke 2020, section 2), for 0 < u < 1
 *
 *   E exp(u |x + n|^2 / (2 s^2)) <= (1 - u)^(-d/2) exp(u B / (2 s^2 (1 - u)))
 *
 * as of Gaussian noise (Hsu, Kakade and Zhang 2012, proof of Theorem 2.1), and by Markov's inequality |x + n|^2 > s^2 (2 log(1 / odds) - d log(1 - u)) / u + B / (1 - u)
 * with probability `odds` at most. Every u gives a true bound; the best is searched.
 */
export function mostNorm({ reports, boundSquared, sigmaSquared, noises, length }: HonestSum, odds: number): number {
  const variance = (noises * sigmaSquared.numerator) / sigmaSquared.denominator;
  const square = reports ** 2 * boundSquared;
  const mostSquares = (power: number): number => {
    // u and 1 - u, of which either may be small.
    const [share, rest] = [1 / (1 + Math.exp(-power)), 1 / (1 + Math.exp(power))];
    return (variance * (-2 * Math.log(odds) - length * Math.log(rest))) / share + square / rest;
  };
  return Math.sqrt(mostSquares(leastAt(mostSquares, -POWERS, POWERS)));
}

type Noised = Pick<Plan, "boundSquared" | "sigmaSquared" | "trustMode">;

/** Whether an opened sum, mod 2^32, can be of so many honest reports. One that cannot is dropped; one that can may still hold lies. */
export const isPossible = (opened: Uint32Array, reports: number, { trustMode, ...plan }: Noised): boolean =>
  normOf(opened) <=
  mostNorm({ ...plan, reports, noises: noisesIn(trustMode, reports), length: opened.length }, SUM_ODDS);

/** Of a round's sums those that honest reports can come to, added up: undefined where none is left. `dropped`: how many of them are not. */
export function possibleSum(
  sums: readonly OpenedSum[],
  plan: Noised,
): { readonly sum: Uint32Array | undefined; readonly dropped: number } {
  const possible = sums.filter(({ values, reports }) => isPossible(values, reports, plan));
  const [first, ...others] = possible.map(({ values }) => values);
  const sum = first?.slice();
  if (sum !== undefined) for (const values of others) addTo(sum, values);
  return { sum, dropped: sums.length - possible.length };
}

/** Whether a report of mode C, of so many values and with its device's noise, can be honest: the bound is searched once, for any number of reports. */
export function possibleReports(
  plan: Omit<Noised, "trustMode"> & Cohort,
  length: number,
): (report: Uint32Array) => boolean {
  const most = mostNorm({ ...plan, reports: 1, noises: 1, length }, reportOdds(plan));
  return (report) => normOf(report) <= most;
}

const normOf = (vector: Uint32Array): number => Math.sqrt(vector.reduce((total, value) => total + (value | 0) ** 2, 0));
