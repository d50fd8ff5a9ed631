import type { RankRequest } from "../bridge/protocol.ts";
import { eachStretch, type Steps } from "../steps.ts";
import { categoriesOf } from "./categories.ts";
import { type Moment, mayBeOffered, rests } from "./moment.ts";

/**
 * Whether a shelf may show a product: it is not among `closed`, does not rest after a purchase, is not known to be sold out,
 * and is of the category asked for. Asked of every product in every ranking, so what few products decide is written down first.
 */
export function openness(moment: Moment, request: RankRequest, closed: Iterable<number>): (item: number) => boolean {
  const { products, categories, categoryOf } = moment.prepared.ranking;
  const shut = new Uint8Array(products);
  for (const item of closed) shut[item] = 1;
  for (const item of moment.shopper.bought.keys()) if (rests(moment, item)) shut[item] = 1;
  const inCategory = request.category === undefined ? undefined : categoriesOf(categories, request.category);
  return (item) =>
    shut[item] === 0 &&
    mayBeOffered(moment, item) &&
    (inCategory === undefined || inCategory.has(categoryOf[item]! - 1));
}

/** The products that `isOpen` lets through, ascending. */
export function* openItems({ prepared }: Moment, isOpen: (item: number) => boolean): Steps<Uint32Array> {
  const { products } = prepared.ranking;
  const open = new Uint32Array(products);
  let count = 0;
  yield* eachStretch(products, (from, to) => {
    for (let item = from; item < to; item++) if (isOpen(item)) open[count++] = item;
  });
  return open.subarray(0, count);
}
