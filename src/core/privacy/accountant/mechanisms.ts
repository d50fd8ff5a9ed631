import { gaussianEpsilon, gaussianSigma } from "./analytic-gaussian.ts";
import { bestOrder, bestWholeOrder, composed } from "./rdp.ts";
import { sampledGaussianRdp } from "./sampled-gaussian.ts";
import { epsilonOfRho, rhoOf, rhoOfEpsilon } from "./zcdp.ts";

/** One kind of noise. Its noise multiplier is a standard deviation in units of the L2 sensitivity, each participation a fresh draw. */
export interface Mechanism {
  epsilon(noiseMultiplier: number, participations: number, delta: number): number;
  /** The least noise multiplier for this epsilon. */
  noiseMultiplier(epsilon: number, participations: number, delta: number): number;
  /** Where each participation takes place only with probability `rate`, drawn by itself and unseen (Poisson sampling); never above epsilon. */
  epsilonAmplified(noiseMultiplier: number, participations: number, delta: number, rate: number): number;
}

const discrete: Mechanism = {
  epsilon: (noiseMultiplier, participations, delta) => epsilonOfRho(rhoOf(noiseMultiplier, participations), delta),
  noiseMultiplier: (epsilon, participations, delta) => Math.sqrt(participations / (2 * rhoOfEpsilon(epsilon, delta))),
  epsilonAmplified: (noiseMultiplier, participations, delta, rate) =>
    Math.min(
      discrete.epsilon(noiseMultiplier, participations, delta),
      bestWholeOrder(composed(sampledGaussianRdp(rate, noiseMultiplier), participations), delta),
    ),
};

const gaussian: Mechanism = {
  epsilon: (noiseMultiplier, participations, delta) =>
    gaussianEpsilon(noiseMultiplier / Math.sqrt(participations), delta),
  noiseMultiplier: (epsilon, participations, delta) => gaussianSigma(epsilon, delta) * Math.sqrt(participations),
  epsilonAmplified: (noiseMultiplier, participations, delta, rate) =>
    Math.min(
      gaussian.epsilon(noiseMultiplier, participations, delta),
      bestOrder(composed(sampledGaussianRdp(rate, noiseMultiplier), participations), delta).epsilon,
    ),
};

/** What Inkling draws is discrete, accounted for by zCDP; `gaussian` is the continuous ideal, exactly, to compare with. */
export const MECHANISMS: Readonly<Record<"discrete" | "gaussian", Mechanism>> = { discrete, gaussian };
export type MechanismName = keyof typeof MECHANISMS;
