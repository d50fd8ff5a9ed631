import { parseModel } from "../../src/core/protocol/model.ts";
import { modelOf, type StoredModel } from "../store/models.ts";
import type { Queries } from "../store/sql.ts";
import { TEXT } from "../text.ts";
import { decodeState } from "./optimizer-state.ts";
import { newState, type OptimizerState } from "./step.ts";

/** What a step goes on from. */
export interface Parent {
  /** Null for the zero model. */
  readonly hash: string | null;
  readonly weights: Float32Array;
  readonly state: OptimizerState;
}

/** The model of this hash; the zero model for null, and where it is of another size, since another release counts other features. */
export async function parentOf(queries: Queries, hash: string | null, size: number): Promise<Parent> {
  const model = hash === null ? undefined : await modelOf(queries, hash);
  const weights = model && weightsOf(model);
  if (model === undefined || weights?.length !== size)
    return { hash: null, weights: new Float32Array(size), state: newState(size) };
  return { hash: model.hash, weights, state: decodeState(model.optimizer) };
}

export const weightsOf = ({ bytes }: StoredModel): Float32Array => parseModel(bytes, TEXT).weights;
