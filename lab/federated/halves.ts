import type { Product } from "../../compiler/product.ts";
import { shuffled } from "../../src/core/shuffled.ts";
import type { Dataset } from "../data/dataset.ts";
import { inCanonicalOrder } from "../order.ts";
import { seededRandom } from "../random.ts";

/** A shop whose shoppers are of two halves: what some did before made its pack, the others' browsers learn together. */
export interface Halves {
  readonly products: readonly Product[];
  /** What each shopper did, in time order; the last is asked as a test, the one before it as validation. */
  readonly sequences: readonly (readonly string[])[];
  /** Of the pack's shoppers: all but their last two. */
  readonly training: readonly (readonly string[])[];
  /** Shoppers by number: those whose history made the pack. */
  readonly packed: readonly number[];
  /** The other shoppers, by number, in the order in which they take part. */
  readonly devices: readonly number[];
  readonly stepMs: number;
}

/** Events of each shopper that nobody learns from. */
export const KEPT_BACK = 2;

/** @param whole Under leave-one-out, asked about the last item. `packShare`: of the shoppers, drawn by the seed. */
export function halvesOf(whole: Dataset, packShare: number, seed: number): Halves {
  const { products, protocol } = inCanonicalOrder(whole);
  const sequences = protocol.cases.map(({ history, target }) => [...history, target]);
  const order = shuffled([...sequences.keys()], seededRandom(seed).next);
  const packed = Math.round(packShare * order.length);
  return {
    products,
    sequences,
    packed: order.slice(0, packed),
    training: order.slice(0, packed).map((shopper) => sequences[shopper]!.slice(0, -KEPT_BACK)),
    devices: order.slice(packed),
    stepMs: protocol.stepMs,
  };
}
