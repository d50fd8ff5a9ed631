import { USUAL_STEP } from "../../server/trainer/settings.ts";
import type { Prepared } from "../../src/core/rank/prepared.ts";
import type { Dataset } from "../data/dataset.ts";
import { DataError } from "../data/file.ts";
import { sampled } from "../questions.ts";
import { centralWeights } from "./central.ts";
import { lieOf } from "./crowd.ts";
import { directAggregators } from "./direct.ts";
import type { Exam } from "./exam.ts";
import { examsOf, qualityOf } from "./exams.ts";
import { type Device, fleetOf } from "./fleet.ts";
import { type Learned, learn } from "./learn.ts";
import type { AttackName } from "./liars.ts";
import { partiesOf } from "./parties.ts";
import { servedAggregators } from "./served.ts";
import { type ShopOptions, shopOf } from "./shop.ts";
import type { Simulation } from "./simulation.ts";
import { streamsOf } from "./streams.ts";
import { summaryOf } from "./summary.ts";
import { cohortOf, type Setting, taskOf } from "./task.ts";
import { measured, updated } from "./values.ts";

export interface SimulationOptions extends ShopOptions, Omit<Setting, "devices" | "rounds"> {
  /** Undefined: all that there are. */
  readonly devices: number | undefined;
  /** Undefined: as many as leave some 500 reports a round. */
  readonly rounds: number | undefined;
  /** Whether reports are sealed, stored and opened by the servers' own code, or only added up. */
  readonly seal: boolean;
  /** Whether a model that is worse than the one before it on the shop's own hold-out is kept back. */
  readonly gate: boolean;
  readonly attack: AttackName | undefined;
  /** Of the devices, that attack. */
  readonly malicious: number;
}

const USUAL_COHORT = 250;
/** Questions that choose, and that the gate asks. */
const VALIDATED = 4_000;
const GATED = 2_000;

/** Builds the shop, lets its devices learn together, and asks every shopper. The same options give the same figures. */
export async function simulate(dataset: Dataset, options: SimulationOptions): Promise<Simulation> {
  const { splitSeed, onProgress } = options;
  const { prepared, halves } = shopOf(dataset, options);
  const count = options.devices ?? halves.devices.length;
  const real = fleetOf(prepared, halves, Math.min(count, halves.devices.length), splitSeed, (share) =>
    onProgress("devices", share),
  );
  // What is beyond the data is the same devices once more: nothing new to learn from, and noise of their own.
  const fleet = Array.from({ length: count }, (_, place) => real[place % real.length]!);
  const setting = { ...options, devices: count, rounds: options.rounds ?? Math.ceil(count / USUAL_COHORT) };
  const all = [...halves.sequences.keys()];
  const chosen = sampled(all, VALIDATED, splitSeed);
  const validation = examsOf(prepared, halves, chosen, "validation", (share) => onProgress("validation", share));
  const asked = sampled(halves.packed, GATED, splitSeed);
  const gated = options.gate
    ? examsOf(prepared, halves, asked, "validation", (share) => onProgress("hold-out", share))
    : undefined;
  if (cohortOf(setting) < setting.buckets)
    throw new DataError(`${count} devices are too few for ${setting.rounds} rounds of ${setting.buckets} buckets`);
  const trial: Trial = { prepared, fleet, gated, setting };
  const learned = await learnedBy(trial, options, undefined);
  const central = centralWeights(
    real,
    options.subset,
    (tried) => qualityOf(validation, tried),
    splitSeed,
    (share) => onProgress("central training", share),
  );
  const attacked = options.attack === undefined ? undefined : await learnedBy(trial, options, options.attack);
  const test = examsOf(prepared, halves, all, "test", (share) => onProgress("test", share));
  return summaryOf(test, { learned, central, attacked }, setting, { ...options, synthetic: count - real.length });
}

interface Trial {
  readonly prepared: Prepared;
  readonly fleet: readonly Device[];
  /** What the gate asks; undefined without one. */
  readonly gated: readonly Exam[] | undefined;
  readonly setting: Setting;
}

/** The rounds, with liars or without. */
async function learnedBy(
  { prepared, fleet, gated, setting }: Trial,
  { seed, seal, onProgress, malicious }: SimulationOptions,
  attack: AttackName | undefined,
): Promise<Learned> {
  const streams = streamsOf(seed);
  const parties = partiesOf(streams);
  const settings = taskOf(setting);
  const aggregators = seal
    ? await servedAggregators(settings, parties, streams)
    : directAggregators(settings, parties, streams, setting.epsilon !== undefined);
  try {
    return await learn(fleet, aggregators, {
      subset: setting.subset,
      rounds: setting.rounds,
      cohort: cohortOf(setting),
      step: USUAL_STEP,
      valuesOf: seal ? measured(prepared) : updated,
      streams,
      lieOf: attack && lieOf(attack, malicious, fleet.length, seed, streams),
      gate: gated && ((weights) => qualityOf(gated, weights)),
      onShare: (share) => onProgress(attack === undefined ? "rounds" : `rounds under ${attack}`, share),
    });
  } finally {
    await aggregators.close();
  }
}
