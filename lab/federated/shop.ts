import type { Prepared } from "../../src/core/rank/prepared.ts";
import type { Dataset } from "../data/dataset.ts";
import { compileModel, systemOf } from "../system.ts";
import { type Halves, halvesOf } from "./halves.ts";

/** A shop as its devices know it, before any of them has reported: a pack without learned parts. */
export interface Shop {
  readonly prepared: Prepared;
  readonly halves: Halves;
}

export interface ShopOptions {
  /** Of the shoppers, whose history makes the pack, drawn by splitSeed. */
  readonly packShare: number;
  readonly splitSeed: number;
  readonly neighbours: number;
  readonly onProgress: (stage: string, share: number) => void;
}

export function shopOf(dataset: Dataset, { packShare, splitSeed, neighbours, onProgress }: ShopOptions): Shop {
  const halves = halvesOf(dataset, packShare, splitSeed);
  const options = { neighbours, train: false, useHistory: true, onProgress };
  const model = compileModel(halves.products, halves.training, options);
  return { prepared: systemOf(model, neighbours).prepared, halves };
}
