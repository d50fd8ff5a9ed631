import { possibleSum } from "../../server/rounds/possible.ts";
import { newState, type OptimizerState, type StepSettings, serverStep } from "../../server/trainer/step.ts";
import { clipped } from "../../src/core/privacy/vector/clip.ts";
import { decode } from "../../src/core/privacy/vector/decode.ts";
import { norm } from "../../src/core/privacy/vector/norm.ts";
import { fromHex } from "../../src/core/protocol/hex.ts";
import { type Subset, sizeOf } from "../../src/core/rank/subset.ts";
import type { NamedPlan } from "../../workers/federated/agreed.ts";
import type { Aggregators, Report } from "./aggregators.ts";
import type { LieOf } from "./crowd.ts";
import type { Device } from "./fleet.ts";
import { reporters } from "./schedule.ts";
import type { Streams } from "./streams.ts";
import type { ValuesOf } from "./values.ts";

export interface LearningOptions {
  readonly subset: Subset;
  readonly rounds: number;
  readonly cohort: number;
  readonly step: StepSettings;
  readonly valuesOf: ValuesOf;
  readonly streams: Streams;
  /** What the device at this place of the fleet sends instead of its update; undefined for honest ones. */
  readonly lieOf: LieOf | undefined;
  /** Quality of a model on questions that no device's report had a part in; undefined: every model is published. */
  readonly gate: ((weights: Float32Array) => number) | undefined;
  readonly onShare: (share: number) => void;
}

/** What the rounds came to. */
export interface Learned {
  readonly weights: Float32Array;
  /** Mean over rounds of the L2 norm of the mean update as it was before noise, and of what noise and rounding added to it. */
  readonly signalNorm: number;
  readonly noiseNorm: number;
  /** Rounds without a sum that honest reports could have, or of which too few were left. */
  readonly dropped: number;
  /** Sums that no honest reports could have, of all rounds. */
  readonly buckets: number;
  /** Reports that mode C refused: no honest device sends them. */
  readonly impossible: number;
  /** Models that the gate kept back. */
  readonly refused: number;
}

/** Rounds of the real protocol: devices learn from where the last model stands, report, and the trainer steps along the opened sum. */
export async function learn(
  fleet: readonly Device[],
  aggregators: Aggregators,
  options: LearningOptions,
): Promise<Learned> {
  const { rounds, cohort, step, gate } = options;
  let weights: Float32Array = new Float32Array(sizeOf(options.subset));
  let state: OptimizerState = newState(weights.length);
  let quality = gate?.(weights);
  let [signal, noise, dropped, buckets, impossible, refused] = [0, 0, 0, 0, 0, 0];
  for (let round = 0; round < rounds; round++) {
    const agreed = await aggregators.begin(round);
    const { plan } = agreed;
    const sent = new Float64Array(weights.length);
    for (const { values, report } of reportsOf(fleet, agreed, weights, round, options)) {
      for (let at = 0; at < sent.length; at++) sent[at] = sent[at]! + values[at]!;
      await aggregators.take(report);
    }
    const ended = await aggregators.end();
    options.onShare((round + 1) / rounds);
    impossible += ended.refused;
    const possible = possibleSum(ended.sums, plan);
    buckets += possible.dropped;
    if (possible.sum === undefined) {
      dropped++;
      continue;
    }
    const [sum] = decode(plan.blocks, possible.sum, fromHex(agreed.hash));
    if (sum === undefined) throw new Error("the plan has no block");
    signal += norm(sent) / cohort;
    noise += norm(sum.map((value, at) => value - sent[at]!)) / cohort;
    const stepped = serverStep(weights, sum, cohort, state, step);
    // As a published model holds them.
    const made = Float32Array.from(stepped.weights);
    const next = gate?.(made);
    if (next !== undefined && quality !== undefined && next < quality) {
      refused++;
      continue;
    }
    weights = made;
    state = stepped.state;
    quality = next;
  }
  const counted = Math.max(1, rounds - dropped);
  return { weights, signalNorm: signal / counted, noiseNorm: noise / counted, dropped, buckets, impossible, refused };
}

interface Reporting {
  /** What of the report counts, clipped as its own plan says. */
  readonly values: Float64Array;
  readonly report: Report;
}

/** Liars come first and may come under several names; the round takes so many reports and no more. */
function reportsOf(
  fleet: readonly Device[],
  agreed: NamedPlan,
  weights: Float32Array,
  round: number,
  { cohort, valuesOf, streams, lieOf }: LearningOptions,
): readonly Reporting[] {
  const made = reporters(round, cohort, fleet.length).map((place) => {
    const honest = valuesOf(fleet[place]!, agreed.plan.blocks, weights);
    return { place, honest, lie: lieOf?.(place, honest, agreed) };
  });
  const all = [...made.filter(({ lie }) => lie !== undefined), ...made.filter(({ lie }) => lie === undefined)];
  return all
    .flatMap(({ place, honest, lie }) =>
      Array.from({ length: lie?.identities ?? 1 }, (_, identity): Reporting => {
        const { plan, hash } = lie?.agreed ?? agreed;
        const { clipNorm, name } = plan.blocks[0]!;
        const values = clipped(lie?.values ?? honest, clipNorm, name);
        const random = streams(`report ${round} ${place} ${identity}`);
        return { values, report: { agreed: { plan, hash }, values: [values], random, times: lie?.times ?? 1 } };
      }),
    )
    .slice(0, cohort);
}
