import { parseModel } from "../../src/core/protocol/model.ts";
import { modelOf, type StoredModel } from "../store/models.ts";
import type { Queries } from "../store/sql.ts";
import { TEXT } from "../text.ts";

export interface FittingModel {
  readonly model: StoredModel;
  readonly weights: Float32Array;
}

/** The model of this hash, where it has so many weights; undefined for null, and where another release counted other features: then all begins at the zero model. */
export async function fittingModel(
  queries: Queries,
  hash: string | null,
  size: number,
): Promise<FittingModel | undefined> {
  const model = hash === null ? undefined : await modelOf(queries, hash);
  const weights = model && weightsOf(model);
  return model !== undefined && weights?.length === size ? { model, weights } : undefined;
}

export const weightsOf = ({ bytes }: StoredModel): Float32Array => parseModel(bytes, TEXT).weights;
