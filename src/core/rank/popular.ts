import type { Ranking } from "../catalogue/ranking.ts";
import { eachRow, type Steps } from "../steps.ts";

/**
 * The popularity code from which on a product is in the upper half of those that anybody ever wanted: of the whole shop at 0,
 * of a category at its index + 1. 256 where nobody wanted any.
 */
export function* upperHalves({ products, categories, categoryOf, popularity }: Ranking): Steps<Uint16Array> {
  const codes: number[][] = Array.from({ length: categories.names.length + 1 }, () => []);
  yield* eachRow(products, (item) => {
    const code = popularity[item]!;
    if (code === 0) return;
    codes[0]!.push(code);
    if (categoryOf[item] !== 0) codes[categoryOf[item]!]!.push(code);
  });
  return Uint16Array.from(codes, (wanted) => Uint8Array.from(wanted).sort()[wanted.length >> 1] ?? 256);
}
