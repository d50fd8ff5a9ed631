import { NotFiniteError } from "../../src/core/errors.ts";
import { norm } from "../../src/core/privacy/vector/norm.ts";

/**
 * How the server goes along the mean of the devices' updates. `momentum` adds up rate x mean, of which a share stays in motion; 0 is plain averaging
 * at rate 1 (FedAvg, McMahan et al. 2017). `adam` is FedAdam (Reddi et al. 2021, Algorithm 2) with Kingma and Ba's correction of the first steps.
 */
export type Optimizer =
  | { readonly name: "momentum"; readonly rate: number; readonly momentum: number }
  | {
      readonly name: "adam";
      readonly rate: number;
      readonly meanDecay: number;
      readonly squareDecay: number;
      /** Added to the root of the mean square, in units of the mean update: below it, steps shrink with the update. Above 0. */
      readonly adaptivity: number;
    };

export interface StepSettings {
  readonly optimizer: Optimizer;
  /** The most L2 norm by which one round moves the weights, whatever was reported. */
  readonly stepNorm: number;
}

/** What an optimiser keeps between rounds: plain values, of the weights' size. */
export interface OptimizerState {
  readonly steps: number;
  readonly mean: Float64Array;
  /** Of squares; zeros under momentum. */
  readonly square: Float64Array;
}

export interface Stepped {
  readonly weights: Float64Array;
  readonly state: OptimizerState;
  /** L2 norm of the step that was taken, after the clip. */
  readonly norm: number;
}

export const newState = (size: number): OptimizerState => ({
  steps: 0,
  mean: new Float64Array(size),
  square: new Float64Array(size),
});

/**
 * One round: from a model's weights to the next one's. Nothing that is passed in is changed.
 *
 * @param sum What `decode` reads in the opened sum: updates in the weights' unit, both aggregators' noise in them.
 * @param cohort The planned number of reports, not how many came: so the noise of the mean does not hang on who stayed away, and few reports move little.
 * @throws NotFiniteError for NaN and infinity in the sum, RangeError for sizes that differ or a cohort below 1.
 */
export function serverStep(
  weights: ArrayLike<number>,
  sum: ArrayLike<number>,
  cohort: number,
  state: OptimizerState,
  { optimizer, stepNorm }: StepSettings,
): Stepped {
  const size = weights.length;
  if (sum.length !== size || state.mean.length !== size || state.square.length !== size)
    throw new RangeError(`serverStep: ${size} weights, a sum of ${sum.length}, a state of ${state.mean.length}`);
  if (!(cohort >= 1)) throw new RangeError(`serverStep: a cohort of ${cohort}`);
  const update = Float64Array.from(sum, (value, at) => finite(value, at) / cohort);
  const { state: next, direction } = directed(update, state, optimizer);
  const length = norm(direction);
  const share = length > stepNorm ? stepNorm / length : 1;
  return {
    weights: Float64Array.from(weights, (weight, at) => weight + share * direction[at]!),
    state: next,
    norm: share * length,
  };
}

interface Direction {
  readonly state: OptimizerState;
  readonly direction: Float64Array;
}

function directed(update: Float64Array, state: OptimizerState, optimizer: Optimizer): Direction {
  switch (optimizer.name) {
    case "momentum":
      return alongMomentum(update, state, optimizer);
    case "adam":
      return alongAdam(update, state, optimizer);
    default:
      return optimizer satisfies never;
  }
}

type Of<Name extends Optimizer["name"]> = Extract<Optimizer, { readonly name: Name }>;

function alongMomentum(update: Float64Array, state: OptimizerState, { rate, momentum }: Of<"momentum">): Direction {
  const mean = update.map((value, at) => momentum * state.mean[at]! + value);
  return { state: { ...state, steps: state.steps + 1, mean }, direction: mean.map((value) => rate * value) };
}

function alongAdam(update: Float64Array, state: OptimizerState, of: Of<"adam">): Direction {
  const { rate, meanDecay, squareDecay, adaptivity } = of;
  const steps = state.steps + 1;
  const mean = update.map((value, at) => meanDecay * state.mean[at]! + (1 - meanDecay) * value);
  const square = update.map((value, at) => squareDecay * state.square[at]! + (1 - squareDecay) * value * value);
  const [ofMean, ofSquare] = [1 - meanDecay ** steps, 1 - squareDecay ** steps];
  const direction = mean.map((value, at) => (rate * value) / ofMean / (Math.sqrt(square[at]! / ofSquare) + adaptivity));
  return { state: { steps, mean, square }, direction };
}

function finite(value: number, at: number): number {
  if (!Number.isFinite(value)) throw new NotFiniteError(`serverStep: value ${at} of the sum is ${value}`);
  return value;
}
