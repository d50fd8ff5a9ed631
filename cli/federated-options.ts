import { RANGES } from "../compiler/options.ts";
import { ATTACKS, type AttackName } from "../lab/federated/liars.ts";
import { MOST_BUCKETS } from "../src/core/privacy/plan/buckets.ts";
import { SUBSETS, type Subset } from "../src/core/rank/subset.ts";
import { FEDERATED_FLAGS } from "./federated-flags.ts";
import { numberOf } from "./number-of.ts";

/** `inkling simulate --sequences`'s flags, checked. */
export interface FederatedOptions {
  readonly subset: Subset;
  readonly items: string | undefined;
  readonly sequences: string;
  readonly devices: number | undefined;
  readonly rounds: number | undefined;
  readonly participations: number;
  /** Undefined: no noise. */
  readonly epsilon: number | undefined;
  readonly delta: number;
  readonly packShare: number;
  readonly mode: "B" | "C";
  readonly buckets: number;
  readonly seal: boolean;
  readonly gate: boolean;
  readonly attack: AttackName | undefined;
  readonly malicious: number;
  readonly neighbours: number;
  readonly seed: number;
  readonly splitSeed: number;
  readonly json: boolean;
}

type Given = Readonly<Record<string, unknown>>;

// The cast: Object.keys widens the keys of a record with known keys.
const NAMES = Object.keys(ATTACKS) as AttackName[];
const MODES = ["B", "C"] as const;
const MOST = 10_000_000;

/** The options, or what is wrong with the flags. */
export function parseFederatedFlags(given: Given): FederatedOptions | string {
  const idle = (["only", "shoppers", "positionBias"] as const).find((name) => given[name] !== undefined);
  if (idle !== undefined) return `--sequences has no made-up shoppers: leave out --${idle.replace("B", "-b")}`;
  const attack = NAMES.find((name) => name === given.attack);
  if (given.attack !== undefined && attack === undefined) return `--attack must be ${NAMES.join(", ")}`;
  if (attack === undefined && given.malicious !== undefined) return "--malicious goes with --attack";
  const subset = given.trains === undefined ? "linear" : SUBSETS.find((name) => name === given.trains);
  if (subset === undefined) return `--trains must be ${SUBSETS.join(", ")}`;
  const seed = numberOf(given.seed, 1);
  const none = given.epsilon === "none";
  const mode = MODES.find((known) => known === (given.mode ?? "B"));
  if (mode === undefined) return `--mode must be ${MODES.join(" or ")}`;
  const options: FederatedOptions = {
    subset,
    items: given.items === undefined ? undefined : String(given.items),
    sequences: String(given.sequences),
    devices: given.devices === undefined ? undefined : numberOf(given.devices, 0),
    rounds: given.rounds === undefined ? undefined : numberOf(given.rounds, 0),
    participations: numberOf(given.participations, 1),
    epsilon: none ? undefined : numberOf(given.epsilon, 2),
    delta: numberOf(given.delta, 1e-6),
    packShare: numberOf(given.packShare, 0.5),
    mode,
    buckets: numberOf(given.buckets, 1),
    seal: given.seal !== false,
    gate: given.gate !== false,
    attack,
    malicious: numberOf(given.malicious, 0.1),
    neighbours: numberOf(given.neighbours, RANGES.neighbours.usual),
    seed,
    splitSeed: given.splitSeed === undefined ? seed : numberOf(given.splitSeed, 0),
    json: given.json === true,
  };
  return wrong(options) ?? options;
}

function wrong(options: FederatedOptions): string | undefined {
  const { devices, rounds, participations, epsilon, delta, packShare, seal, malicious, neighbours, mode, buckets } =
    options;
  if (devices !== undefined && !whole(devices, 1, MOST)) return `--devices must be a whole number from 1 to ${MOST}`;
  if (rounds !== undefined && !whole(rounds, 1, MOST)) return `--rounds must be a whole number from 1 to ${MOST}`;
  if (!whole(participations, 1, 1_000)) return "--participations must be a whole number from 1 to 1000";
  if (rounds !== undefined && participations > rounds) return "--participations is at most --rounds";
  if (epsilon !== undefined && !(epsilon >= 0.01 && epsilon <= 1_000))
    return "--epsilon must be a number from 0.01 to 1000, or none";
  if (epsilon === undefined && seal)
    return "--epsilon none goes with --no-seal: the servers take no plan without noise";
  if (!(delta > 0 && delta <= 0.1)) return "--delta must be a number above 0, such as 1e-6";
  if (!(packShare >= 0.05 && packShare <= 0.95)) return "--pack-share must be a number from 0.05 to 0.95";
  const { least, most } = RANGES.neighbours;
  if (!whole(neighbours, least, most)) return `--neighbours must be a whole number from ${least} to ${most}`;
  if (!whole(buckets, 1, MOST_BUCKETS)) return `--buckets must be a whole number from 1 to ${MOST_BUCKETS}`;
  if (mode === "C" && buckets > 1) return "--mode C has one bucket, since it refuses reports one by one";
  if (!(malicious >= 0 && malicious <= 0.5)) return "--malicious must be a number from 0 to 0.5";
  const seed = (["seed", "splitSeed"] as const).find((name) => !whole(options[name], 0, 0xffff_ffff));
  return seed && `--${seed.replace("S", "-s")} must be a whole number`;
}

const whole = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most;

/** The first flag given that goes with --sequences alone. */
export const federatedFlag = (given: Given): string | undefined =>
  FEDERATED_FLAGS.map(([flag]) => flag.split(" ")[0]!.replace(/^--(no-)?/, "")).find((name) => {
    const value = given[name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())];
    return value !== undefined && value !== true;
  });
