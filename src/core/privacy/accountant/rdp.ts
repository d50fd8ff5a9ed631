import { leastAt } from "./search.ts";

/** Renyi divergence bound of a mechanism by its order, in nats; orders are above 1 (Mironov 2017, Definition 4). */
export type RdpCurve = (order: number) => number;

/**
 * Epsilon at which a mechanism with this Renyi bound at this order is (epsilon, delta)-private: Canonne, Kamath and Steinke 2020,
 * Proposition 12. Every order gives a true bound.
 */
export function epsilonAtOrder(order: number, rdp: number, delta: number): number {
  const epsilon = rdp + Math.log1p(-1 / order) - (Math.log(delta) + Math.log(order)) / (order - 1);
  return Math.max(0, epsilon);
}

/** Orders searched: 1 and e to a power between these. */
const LEAST_POWER = -5;
const MOST_POWER = 10;

/**
 * The least epsilon over all orders from 1.007 to 22,000, and its order.
 *
 * (order - 1) epsilon(order) is convex, since (order - 1) times a Renyi divergence is, and so is (a - 1) log(a - 1) - a log a. Its
 * quotient by order - 1 is therefore quasiconvex and has one minimum.
 */
export function bestOrder(curve: RdpCurve, delta: number): { readonly order: number; readonly epsilon: number } {
  const at = (power: number): number => {
    const order = 1 + Math.exp(power);
    return epsilonAtOrder(order, curve(order), delta);
  };
  const power = leastAt(at, LEAST_POWER, MOST_POWER);
  return { order: 1 + Math.exp(power), epsilon: at(power) };
}

/** The same over whole orders from 2 on, for curves that hold at these alone and come from one that is known between them. */
export function bestWholeOrder(curve: RdpCurve, delta: number): number {
  const { order } = bestOrder(curve, delta);
  const neighbours = [Math.floor(order), Math.ceil(order)].map((whole) => Math.max(2, whole));
  return Math.min(...neighbours.map((whole) => epsilonAtOrder(whole, curve(whole), delta)));
}

/** The curve of a mechanism that is run `times` times (Mironov 2017, Proposition 1). */
export const composed =
  (curve: RdpCurve, times: number): RdpCurve =>
  (order) =>
    times * curve(order);

/** Gaussian noise of a standard deviation of `noiseMultiplier` sensitivities (Mironov 2017, Corollary 3). */
export const gaussianRdp =
  (noiseMultiplier: number): RdpCurve =>
  (order) =>
    order / (2 * noiseMultiplier ** 2);
