import { EXPERIMENTS, type ExperimentName, USUAL } from "../lab/simulate/experiments.ts";
import { numberOf } from "./number-of.ts";

/** `inkling simulate`'s flags, checked. */
export interface SimulateOptions {
  readonly experiments: readonly ExperimentName[];
  readonly shoppers: number;
  readonly eta: number;
  readonly seed: number;
  readonly json: boolean;
}

type Given = Readonly<Record<string, unknown>>;

// The cast: Object.keys widens the keys of a record with known keys.
const NAMES = Object.keys(EXPERIMENTS) as ExperimentName[];

/** The options, or what is wrong with the flags. */
export function parseSimulateFlags(given: Given): SimulateOptions | string {
  const experiments = given.only === undefined ? USUAL : NAMES.filter((name) => name === given.only);
  const shoppers = numberOf(given.shoppers, 600);
  const eta = numberOf(given.positionBias, 1);
  const seed = numberOf(given.seed, 1);
  if (experiments.length === 0) return `--only must be ${NAMES.join(", ")}`;
  if (!(Number.isInteger(shoppers) && shoppers >= 20 && shoppers <= 100_000))
    return "--shoppers must be a whole number from 20 to 100000";
  if (!(eta >= 0 && eta <= 3)) return "--position-bias must be a number from 0 to 3";
  if (!(Number.isInteger(seed) && seed >= 0 && seed <= 0xffff_ffff)) return "--seed must be a whole number";
  return { experiments, shoppers, eta, seed, json: given.json === true };
}
