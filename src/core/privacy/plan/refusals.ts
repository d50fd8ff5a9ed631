import { MOST } from "../noise/discrete-gaussian.ts";
import type { Rational } from "../rational.ts";
import { type Block, reportBoundSquared } from "../vector/block.ts";
import { blocksProblem } from "./blocks.ts";
import { MOST_BUCKETS } from "./buckets.ts";
import { coversNoise, microRhoOf } from "./noise.ts";
import { fitsModulus } from "./overflow.ts";
import { isWhole } from "./whole.ts";

/** What of a plan decides how private it is, and whether its sums can be read. */
export interface PlanFigures {
  readonly blocks: readonly Block[];
  /** A and B: each of two aggregators adds noise to its sum. C: every device adds noise to its own report. */
  readonly trustMode: "A" | "B" | "C";
  /** Standard deviation of each aggregator's noise, in mode C of each device's, in units of the report's bound, at least. */
  readonly noiseMultiplier: number;
  /** Variance of that noise, in whole numbers of a report. */
  readonly sigmaSquared: Rational;
  /** No sum of fewer reports is opened. */
  readonly leastReports: number;
  readonly largestBatch: number;
  /** Sums that a round is opened in at most, each of `leastReports` or more, each with noise of its own; 1 in mode C. */
  readonly buckets: number;
  /** The most reports of one device. */
  readonly participationCap: number;
  readonly delta: number;
}

/** What whoever makes, signs or joins a plan asks of it. */
export interface PlanDemands {
  readonly leastReports: number;
  /** The most rho, in millionths, that a plan may cost one device. */
  readonly mostMicroRho: number;
  /** Devices that may take part. */
  readonly devices: number;
}

/** A reason for which a plan is refused. The code is stable, the message for people. */
export interface PlanRefusal {
  readonly code: keyof typeof CHECKS | "blocks" | "noise";
  readonly message: string;
}

/** How many noises of the plan's variance are in an opened sum of so many reports: of both aggregators, or in mode C of every device. */
export const noisesIn = (trustMode: PlanFigures["trustMode"], reports: number): number =>
  trustMode === "C" ? reports : 2;

/** What one participation in the plan costs, in millionths of rho: against whoever learns most, in mode C the trainer, who reads each report. */
export const planMicroRho = ({ sigmaSquared, blocks }: PlanFigures): number =>
  microRhoOf(sigmaSquared, reportBoundSquared(blocks));

/** Every reason against a plan; none where it may be used. Blocks, or else noise, that make no sense hide what hangs on them. */
export function planRefusals(plan: PlanFigures, demands: PlanDemands): readonly PlanRefusal[] {
  const blocks = blocksProblem(plan.blocks);
  if (blocks !== undefined) return [{ code: "blocks", message: blocks }];
  const noise = noiseProblem(plan);
  if (noise !== undefined) return [{ code: "noise", message: noise }];
  // The cast: Object.keys widens the keys of a record with known keys.
  return (Object.keys(CHECKS) as (keyof typeof CHECKS)[]).flatMap((code) => {
    const message = CHECKS[code](plan, demands);
    return message === undefined ? [] : { code, message };
  });
}

/** Each answers what is wrong, or undefined. Written so that NaN is wrong too. */
const CHECKS = {
  overflow({ blocks, trustMode, largestBatch, buckets, sigmaSquared }: PlanFigures): string | undefined {
    if (!isWhole(largestBatch, 1, 2 ** 31)) return "its largest batch is not a whole number above 0";
    // That is said below.
    if (!isWhole(buckets, 1, MOST_BUCKETS)) return undefined;
    // The sums of all buckets are added up again, each with noise of its own.
    const noises = buckets * noisesIn(trustMode, largestBatch);
    if (fitsModulus(largestBatch, reportBoundSquared(blocks), sigmaSquared, noises)) return undefined;
    return `a batch of ${largestBatch} could overflow: smaller batches, scales or clips would not`;
  },
  "least-reports"({ leastReports, largestBatch }: PlanFigures, demands: PlanDemands): string | undefined {
    if (!isWhole(leastReports, demands.leastReports, Number.MAX_SAFE_INTEGER))
      return `it opens sums of ${leastReports} reports, where ${demands.leastReports} are the least`;
    if (leastReports <= largestBatch) return undefined;
    return `its largest batch of ${largestBatch} is less than the ${leastReports} that it opens`;
  },
  buckets({ buckets, trustMode, leastReports, largestBatch }: PlanFigures): string | undefined {
    if (!isWhole(buckets, 1, MOST_BUCKETS)) return `its buckets are not a whole number from 1 to ${MOST_BUCKETS}`;
    if (buckets === 1) return undefined;
    if (trustMode === "C") return "mode C has one bucket, since it refuses reports one by one";
    if (buckets * leastReports <= largestBatch) return undefined;
    return `its largest batch of ${largestBatch} has no ${leastReports} reports for each of ${buckets} buckets`;
  },
  budget(plan: PlanFigures, { mostMicroRho }: PlanDemands): string | undefined {
    const { participationCap } = plan;
    if (!isWhole(participationCap, 1, Number.MAX_SAFE_INTEGER))
      return "its participation cap is not a whole number above 0";
    const microRho = participationCap * planMicroRho(plan);
    return microRho <= mostMicroRho ? undefined : `it costs ${microRho} micro-rho, where ${mostMicroRho} are allowed`;
  },
  delta({ delta }: PlanFigures, { devices }: PlanDemands): string | undefined {
    if (delta > 0 && delta * 10 * devices <= 1) return undefined;
    return `its delta ${delta} is not above 0 and at most 1 / (10 x ${devices} devices)`;
  },
} as const;

function noiseProblem({ sigmaSquared, noiseMultiplier, blocks }: PlanFigures): string | undefined {
  const { numerator, denominator } = sigmaSquared;
  if (!(isWhole(numerator, 1, MOST.numerator) && isWhole(denominator, 1, MOST.denominator)))
    return `its variance is no fraction of whole numbers from 1 to ${MOST.numerator} and ${MOST.denominator}`;
  if (!(noiseMultiplier > 0 && noiseMultiplier < Number.POSITIVE_INFINITY))
    return "its noise multiplier is not above 0";
  if (coversNoise(sigmaSquared, noiseMultiplier, reportBoundSquared(blocks))) return undefined;
  return `its variance is less than the noise multiplier ${noiseMultiplier} asks for`;
}
