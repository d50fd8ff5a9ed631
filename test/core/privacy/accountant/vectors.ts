import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../../../scripts/paths.mjs";

type Row<Names extends string> = Readonly<Record<Names, number>>;

/** test/vectors/dp.json: each row computed by other programs. */
export interface Vectors {
  readonly analyticGaussian: { readonly rows: readonly Row<"sigma" | "delta" | "epsilon">[] };
  readonly analyticGaussianSigma: { readonly delta: number; readonly rows: readonly Row<"epsilon" | "sigma">[] };
  readonly zcdpToEpsilon: { readonly rows: readonly Row<"rho" | "delta" | "epsilon">[] };
  readonly epsilonToZcdp: { readonly rows: readonly Row<"rho" | "delta" | "epsilon">[] };
  readonly subsampledGaussianRdp: {
    readonly oneStep: readonly Row<"q" | "sigma" | "alpha" | "rdp">[];
    readonly endToEnd: readonly (Row<"q" | "sigma" | "steps" | "delta" | "epsilon" | "allOrders"> & {
      readonly orders: string;
    })[];
    readonly upperBounds: readonly Row<"q" | "sigma" | "steps" | "delta" | "rdpEpsilon" | "pldEpsilon">[];
  };
  readonly discreteGaussian: {
    readonly normaliser: readonly Row<"sigma2" | "value">[];
    readonly deltaAtSensitivity1: readonly Row<"sigma2" | "epsilon" | "delta">[];
  };
  readonly distributedDiscreteGaussian: {
    readonly rows: readonly (Row<
      "gamma" | "localStd" | "clients" | "clip" | "dimension" | "rounds" | "delta" | "epsilon" | "allOrders"
    > & { readonly roundedL2?: number })[];
  };
  readonly participationTable: {
    readonly columns: readonly number[];
    readonly rows: Readonly<Record<string, readonly number[]>>;
  };
  readonly zcdpNoiseMultiplier: {
    readonly rows: readonly Row<"epsilon" | "noiseMultiplier">[];
    readonly tolerance: number;
    readonly fiveParticipations: readonly Row<"noiseMultiplier" | "epsilon" | "tolerance">[];
  };
}

export const VECTORS: Vectors = JSON.parse(readFileSync(join(ROOT, "test/vectors/dp.json"), "utf8"));

/** Whether two numbers agree to a share of the second. */
export const near = (value: number, wanted: number, share = 1e-6): boolean =>
  Math.abs(value - wanted) <= share * Math.abs(wanted);
