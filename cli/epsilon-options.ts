import { MECHANISMS, type MechanismName } from "../src/core/privacy/accountant/mechanisms.ts";
import { numberOf } from "./number-of.ts";

/** `inkling epsilon`'s flags, checked. */
export interface EpsilonOptions {
  /** What is given: the noise, or the epsilon that noise is wanted for. */
  readonly given: { readonly noiseMultiplier: number } | { readonly epsilon: number };
  readonly participations: number;
  readonly delta: number;
  readonly mechanism: MechanismName;
  /** The rate of Poisson sampling; undefined where devices choose themselves when to come. */
  readonly rate: number | undefined;
  readonly json: boolean;
}

type Given = Readonly<Record<string, unknown>>;

// The cast: Object.keys widens the keys of a record with known keys.
const NAMES = Object.keys(MECHANISMS) as MechanismName[];

/** What is answered: beyond, nothing is private, or nothing is left. */
const RANGES = {
  "--noise-multiplier": { least: 1e-3, most: 1e3 },
  "--epsilon": { least: 0.01, most: 1e6 },
} as const;
const LEAST_DELTA = 1e-100;
const MOST_PARTICIPATIONS = 1e6;

/** The options, or what is wrong with the flags. */
export function parseEpsilonFlags(flags: Given): EpsilonOptions | string {
  const given = givenOf(flags);
  if (typeof given === "string") return given;
  const participations = numberOf(flags.participations, 1);
  if (!(Number.isInteger(participations) && participations >= 1 && participations <= MOST_PARTICIPATIONS))
    return `--participations must be a whole number from 1 to ${MOST_PARTICIPATIONS}`;
  const delta = numberOf(flags.delta, 1e-6);
  if (!(delta >= LEAST_DELTA && delta < 1)) return "--delta must be a number above 0 and below 1, such as 1e-6";
  const mechanism = flags.mechanism === undefined ? "discrete" : NAMES.find((name) => name === flags.mechanism);
  if (mechanism === undefined) return `--mechanism must be ${NAMES.join(" or ")}`;
  const rate = rateOf(flags);
  if (typeof rate === "string") return rate;
  return { given, participations, delta, mechanism, rate, json: flags.json === true };
}

function givenOf(flags: Given): EpsilonOptions["given"] | string {
  if ((flags.noiseMultiplier === undefined) === (flags.epsilon === undefined))
    return "give --noise-multiplier to learn its epsilon, or --epsilon to learn the noise it takes, and not both";
  const flag = flags.epsilon === undefined ? "--noise-multiplier" : "--epsilon";
  const number = numberOf(flags.epsilon ?? flags.noiseMultiplier, Number.NaN);
  const { least, most } = RANGES[flag];
  if (!(number >= least && number <= most)) return `${flag} must be a number from ${least} to ${most}`;
  return flags.epsilon === undefined ? { noiseMultiplier: number } : { epsilon: number };
}

function rateOf({ sampling, rate }: Given): number | string | undefined {
  if (sampling === undefined) return rate === undefined ? undefined : "--rate goes with --sampling poisson";
  if (sampling !== "poisson") return "--sampling must be poisson";
  const number = numberOf(rate, Number.NaN);
  return number >= 0 && number <= 1 ? number : "--sampling poisson takes --rate, a number from 0 to 1";
}
