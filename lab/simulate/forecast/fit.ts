import { softmax } from "../../../src/core/rank/forecast/forecast.ts";
import { logLoss } from "./log-loss.ts";
import { solve } from "./solve.ts";

/** Features by outcome, and what came. */
export interface Observation {
  readonly columns: readonly ArrayLike<number>[];
  readonly came: Float64Array;
}

const RIDGE = 1e-3;
const STEPS = 12;
const PRECISION = 1e-4;

/** Maximum likelihood of a conditional logit, by Newton's method; a little ridge holds what no case speaks of at 0. */
export function fitLogit(observations: readonly Observation[]): Float64Array {
  const size = observations[0]!.columns.length;
  let weights: Float64Array = new Float64Array(size);
  for (let step = 0; step < STEPS; step++) {
    const gradient = weights.map((weight) => RIDGE * weight);
    const hessian = Array.from({ length: size }, (_, row) => {
      const line = new Float64Array(size);
      line[row] = RIDGE;
      return line;
    });
    for (const observation of observations)
      addCurvature(observation, weights, 1 / observations.length, gradient, hessian);
    const next = improved(observations, weights, solve(hessian, gradient));
    const moved = next.some((weight, feature) => Math.abs(weight - weights[feature]!) > PRECISION);
    weights = next;
    if (!moved) break;
  }
  return weights;
}

/** Newton's step, halved until it gains: far from the optimum the whole step may overshoot. */
function improved(observations: readonly Observation[], weights: Float64Array, move: Float64Array): Float64Array {
  const before = loss(observations, weights);
  for (let length = 1; length > 1e-4; length /= 2) {
    const next = weights.map((weight, feature) => weight - length * move[feature]!);
    if (loss(observations, next) < before) return next;
  }
  return weights;
}

function loss(observations: readonly Observation[], weights: Float64Array): number {
  const ridge = weights.reduce((sum, weight) => sum + (RIDGE / 2) * weight ** 2, 0);
  return observations.reduce(
    (sum, { columns, came }) => sum + logLoss(softmax(columns, weights), came) / observations.length,
    ridge,
  );
}

function addCurvature(
  { columns, came }: Observation,
  weights: Float64Array,
  share: number,
  gradient: Float64Array,
  hessian: readonly Float64Array[],
): void {
  const shares = softmax(columns, weights);
  const centred = columns.map((column) => {
    let mean = 0;
    for (let place = 0; place < shares.length; place++) mean += shares[place]! * column[place]!;
    return Float64Array.from(shares, (_, place) => column[place]! - mean);
  });
  centred.forEach((column, feature) => {
    for (let place = 0; place < shares.length; place++) gradient[feature]! -= share * came[place]! * column[place]!;
    const spread = shares.map((one, place) => share * one * column[place]!);
    for (let other = 0; other <= feature; other++) {
      const peer = centred[other]!;
      let sum = 0;
      for (let place = 0; place < spread.length; place++) sum += spread[place]! * peer[place]!;
      hessian[feature]![other]! += sum;
      if (other !== feature) hessian[other]![feature]! += sum;
    }
  });
}
