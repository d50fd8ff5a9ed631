import type { Sequence } from "../history/sequences.ts";
import type { Model } from "../model.ts";

/** What is learned from, and how. Everything that a training comes to follows from it. */
export interface Lesson {
  readonly model: Model;
  readonly neighbours: number;
  readonly minShoppers: number;
  /** Between two events of a history without times, in milliseconds. */
  readonly stepMs: number;
  readonly seed: number;
}

/** Places where a shopper turned to a product: to another one, or to the same for another look. To put it into the cart or to buy it is no step. */
export function stepsOf({ items, kinds }: Sequence): number[] {
  return Array.from(items.keys()).filter(
    (place) => place > 0 && (items[place] !== items[place - 1] || kinds[place] === "view"),
  );
}
