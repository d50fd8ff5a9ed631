import { logNormalCdf } from "../accountant/normal.ts";
import { boundary } from "../accountant/search.ts";

/** Two variants, and how surely they are to be told apart by the share of devices that do something under each. */
export interface Comparison {
  /** The share under one variant; above 0, below 1. */
  readonly rate: number;
  /** The share under the other; different, above 0, below 1. */
  readonly otherRate: number;
  /** Chance of calling two equal variants different, two-sided: .05, say. */
  readonly significance: number;
  /** Chance of calling these two different: .8, say. */
  readonly power: number;
  /** Standard deviation, in devices, of the noise in each count that is released; 0 where counts are exact. */
  readonly countNoise: number;
}

/**
 * Devices that each variant needs, rounded up, for the two-sided test of two proportions: Fleiss, Levin and Paik 2003, formula 4.14, without the
 * correction for continuity. Both counts of a rate (those who did it, and all) carry noise, which adds (1 + rate^2) (noise / devices)^2 to the rate's
 * variance, by the delta method. Throws RangeError for rates that are equal or no shares.
 */
export function devicesPerVariant(comparison: Comparison): number {
  const { rate, otherRate, significance, power, countNoise } = comparison;
  for (const share of [rate, otherRate, significance, power])
    if (!(share > 0 && share < 1)) throw new RangeError("devicesPerVariant: a share is not between 0 and 1");
  if (rate === otherRate) throw new RangeError("devicesPerVariant: the rates are equal");
  if (!(countNoise >= 0)) throw new RangeError("devicesPerVariant: countNoise is negative");
  const between = (rate + otherRate) / 2;
  const critical = normalQuantile(1 - significance / 2);
  const wanted = normalQuantile(power);
  const deviation = (a: number, b: number, devices: number): number =>
    Math.sqrt((a * (1 - a) + b * (1 - b)) / devices + ((2 + a * a + b * b) * countNoise ** 2) / devices ** 2);
  const told = (devices: number): boolean =>
    Math.abs(rate - otherRate) >=
    critical * deviation(between, between, devices) + wanted * deviation(rate, otherRate, devices);
  return Math.ceil(boundary(told).above);
}

/** The x below which the standard normal distribution has this share. */
function normalQuantile(share: number): number {
  if (share < 0.5) return -normalQuantile(1 - share);
  return share === 0.5 ? 0 : boundary((x) => Math.exp(logNormalCdf(x)) >= share).above;
}
