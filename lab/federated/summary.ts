import { MECHANISMS } from "../../src/core/privacy/accountant/mechanisms.ts";
import { readersEpsilon } from "../../src/core/privacy/plan/readers.ts";
import { accuracyOf } from "../metrics/accuracy.ts";
import type { Exam } from "./exam.ts";
import { ranksUnder } from "./exams.ts";
import { intervalOf } from "./interval.ts";
import type { Learned } from "./learn.ts";
import type { AttackName } from "./liars.ts";
import { partiesOf, planOf } from "./parties.ts";
import type { Quality, Simulation } from "./simulation.ts";
import { streamsOf } from "./streams.ts";
import { cohortOf, type Setting, taskOf } from "./task.ts";
import { bytesOf } from "./traffic.ts";

/** What a simulation comes to before anybody is asked. */
export interface Outcomes {
  readonly learned: Learned;
  readonly central: Float64Array;
  readonly attacked: Learned | undefined;
}

/** Who of the devices is made up, and who lied, if anybody did. */
export interface Liars {
  /** Devices beyond those that the data has. */
  readonly synthetic: number;
  readonly attack: AttackName | undefined;
  readonly malicious: number;
}

/** Asks every test question of every model. */
export function summaryOf(test: readonly Exam[], outcomes: Outcomes, setting: Setting, liars: Liars): Simulation {
  const { learned, central, attacked } = outcomes;
  const { synthetic, attack, malicious } = liars;
  const { seed, subset, epsilon, devices, participations, delta, rounds, mode, buckets } = setting;
  const ranks = {
    before: ranksUnder(test, new Float64Array(central.length)),
    central: ranksUnder(test, central),
    after: ranksUnder(test, learned.weights),
  };
  const gain = intervalOf(ranks.before, ranks.after, seed);
  const ofCentral = intervalOf(ranks.before, ranks.central, seed);
  const { noiseMultiplier } = taskOf(setting);
  const counted = epsilon === undefined ? null : MECHANISMS.discrete.epsilon(noiseMultiplier, participations, delta);
  const { plan } = planOf(taskOf(setting), partiesOf(streamsOf(seed)), 0);
  const bytes = bytesOf(plan);
  const underAttack = attacked && ranksUnder(test, attacked.weights);
  return {
    before: quality(ranks.before),
    central: quality(ranks.central),
    after: quality(ranks.after),
    gain,
    shareOfCentralGain: gain.mean / ofCentral.mean,
    epsilon: counted,
    epsilonReaders: counted !== null && mode === "C" ? readersEpsilon(plan) : counted,
    epsilonAmplified: null,
    delta,
    noiseMultiplier: epsilon === undefined ? 0 : noiseMultiplier,
    mode,
    trains: subset,
    buckets,
    devices,
    syntheticDevices: synthetic,
    cohort: cohortOf(setting),
    rounds,
    participations,
    bytesUp: participations * bytes.up,
    bytesDown: participations * bytes.down,
    signalNorm: learned.signalNorm,
    noiseNorm: learned.noiseNorm,
    refusedModels: learned.refused,
    attack:
      attacked === undefined || underAttack === undefined || attack === undefined
        ? null
        : {
            kind: attack,
            malicious,
            after: quality(underAttack),
            loss: intervalOf(underAttack, ranks.after, seed),
            droppedRounds: attacked.dropped,
            droppedBuckets: attacked.buckets,
            refusedReports: attacked.impossible,
            refusedModels: attacked.refused,
          },
  };
}

function quality(ranks: Float64Array): Quality {
  const { ndcg10, hr10 } = accuracyOf(ranks);
  return { ndcg10, hr10 };
}
