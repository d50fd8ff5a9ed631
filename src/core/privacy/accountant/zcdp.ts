import { bestOrder } from "./rdp.ts";
import { boundary } from "./search.ts";

/**
 * rho of (discrete) Gaussian noise of a standard deviation of `noiseMultiplier` sensitivities, `participations` times: Bun and Steinke 2016,
 * Proposition 1.6 and Lemma 1.7, for the discrete Gaussian Canonne, Kamath and Steinke 2020, Theorem 4.
 */
export const rhoOf = (noiseMultiplier: number, participations: number): number =>
  participations / (2 * noiseMultiplier ** 2);

/** Epsilon of rho-zCDP at this delta: Canonne, Kamath and Steinke 2020, Proposition 7, with the order that is best. */
export const epsilonOfRho = (rho: number, delta: number): number => bestOrder((order) => rho * order, delta).epsilon;

/** The most rho that this epsilon and delta allow. */
export const rhoOfEpsilon = (epsilon: number, delta: number): number =>
  boundary((rho) => epsilonOfRho(rho, delta) > epsilon).below;
