import { fittingModel } from "../rounds/fitting-model.ts";
import type { Queries } from "../store/sql.ts";
import { decodeState } from "./optimizer-state.ts";
import { newState, type OptimizerState } from "./step.ts";

/** What a step goes on from. */
export interface Parent {
  /** Null for the zero model. */
  readonly hash: string | null;
  readonly weights: Float32Array;
  readonly state: OptimizerState;
}

/** The model of this hash; the zero model where none fits. */
export async function parentOf(queries: Queries, hash: string | null, size: number): Promise<Parent> {
  const fitting = await fittingModel(queries, hash, size);
  if (fitting === undefined) return { hash: null, weights: new Float32Array(size), state: newState(size) };
  const { model, weights } = fitting;
  return { hash: model.hash, weights, state: decodeState(model.optimizer) };
}
