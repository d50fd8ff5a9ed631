import type { Interaction } from "../../../compiler/interaction.ts";
import { modelOf } from "../../../compiler/model.ts";
import type { Product } from "../../../compiler/product.ts";
import type { Prepared } from "../../../src/core/rank/prepared.ts";
import { systemOf } from "../../system.ts";

const NEIGHBOURS = 16;

/** The catalogue that a shop's nightly build would give its devices: compiled, cut, encoded and decoded again. */
export function packOf(products: readonly Product[], history: readonly Interaction[]): Prepared {
  const model = modelOf(products, history, { neighbours: NEIGHBOURS, minShoppers: 1, onProgress: () => {} });
  return systemOf(model, NEIGHBOURS).prepared;
}
