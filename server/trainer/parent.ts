import { subsetOf } from "../../src/core/rank/subset.ts";
import { weightsOf } from "../rounds/fitting-model.ts";
import { modelOf } from "../store/models.ts";
import type { Queries } from "../store/sql.ts";
import { decodeState } from "./optimizer-state.ts";
import { newState, type OptimizerState } from "./step.ts";

/** What a step goes on from. */
export interface Parent {
  /** What devices rank with until then; null for the zero model. */
  readonly hash: string | null;
  /** Its weights: what the next model must be no worse than. */
  readonly before: Float32Array;
  /** What the step itself begins at: the same, and zeros where a task has gone on to other layers. */
  readonly weights: Float32Array;
  readonly state: OptimizerState;
}

/** The model of this hash, for steps of so many weights; the zero model where there is none, or another release counted other features. */
export async function parentOf(queries: Queries, hash: string | null, size: number): Promise<Parent> {
  const model = hash === null ? undefined : await modelOf(queries, hash);
  const before = model && weightsOf(model);
  const zeros = { weights: new Float32Array(size), state: newState(size) };
  if (model === undefined || before === undefined) return { hash: null, before: zeros.weights, ...zeros };
  if (before.length === size) return { hash, before, weights: before, state: decodeState(model.optimizer) };
  return subsetOf(before.length) === undefined
    ? { hash: null, before: zeros.weights, ...zeros }
    : { hash, before, ...zeros };
}
