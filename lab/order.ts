import { canonicalOrder } from "../compiler/canonical.ts";
import { productIndex } from "../compiler/product-index.ts";
import type { Dataset } from "./data/dataset.ts";
import type { Case } from "./protocol.ts";

/**
 * The same dataset with its questions in an order that follows from what products and sequences are, not from ids or
 * rows, and with shoppers numbered from 0 in that order. So that sums, samples and bootstraps come out the same to the
 * last digit when a dataset is renumbered or shuffled.
 */
export function inCanonicalOrder({ products, protocol }: Dataset): Dataset {
  const resolve = productIndex(products);
  const numbers = (ids: readonly string[]) => ({ items: Uint32Array.from(ids.flatMap((id) => resolve(id) ?? [])) });
  const shoppers = casesByShopper(protocol.cases);
  const training = protocol.training.length;
  const { sequences } = canonicalOrder(products, [
    ...protocol.training.map(numbers),
    ...shoppers.map((cases) => numbers(whole(cases))),
  ]);
  const order = Array.from(
    sequences.filter((index) => index >= training),
    (index) => shoppers[index - training]!,
  );
  return {
    products,
    protocol: { ...protocol, cases: order.flatMap((cases, shopper) => cases.map((one) => ({ ...one, shopper }))) },
  };
}

/** Each shopper's cases, shorter histories first. */
function casesByShopper(cases: readonly Case[]): Case[][] {
  const shoppers = new Map<number, Case[]>();
  for (const one of cases) {
    const known = shoppers.get(one.shopper);
    if (known === undefined) shoppers.set(one.shopper, [one]);
    else known.push(one);
  }
  return [...shoppers.values()].map((list) => list.sort((a, b) => a.history.length - b.history.length));
}

/** All that a shopper's cases say: the longest history and what followed it. */
function whole(cases: readonly Case[]): string[] {
  const { history, target } = cases.at(-1)!;
  return [...history, target];
}
