import { parseModel } from "../../src/core/protocol/model.ts";
import { modelOf, type StoredModel } from "../store/models.ts";
import type { Queries } from "../store/sql.ts";
import { TEXT } from "../text.ts";

/** The model of this hash, where it has so many weights; undefined for null, and where it has others: then all begins at the zero model. */
export async function fittingModel(
  queries: Queries,
  hash: string | null,
  size: number,
): Promise<StoredModel | undefined> {
  const model = hash === null ? undefined : await modelOf(queries, hash);
  return model !== undefined && weightsOf(model).length === size ? model : undefined;
}

export const weightsOf = ({ bytes }: StoredModel): Float32Array => parseModel(bytes, TEXT).weights;
