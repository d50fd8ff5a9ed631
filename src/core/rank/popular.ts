import type { Ranking } from "../catalogue/ranking.ts";

/**
 * The popularity code from which on a product is in the upper half of those that anybody ever wanted: of the whole shop at 0,
 * of a category at its index + 1. 256 where nobody wanted any.
 */
export function upperHalves({ products, categories, categoryOf, popularity }: Ranking): Uint16Array {
  const codes: number[][] = Array.from({ length: categories.names.length + 1 }, () => []);
  for (let item = 0; item < products; item++) {
    const code = popularity[item]!;
    if (code === 0) continue;
    codes[0]!.push(code);
    if (categoryOf[item] !== 0) codes[categoryOf[item]!]!.push(code);
  }
  return Uint16Array.from(codes, (wanted) => wanted.sort((a, b) => a - b)[wanted.length >> 1] ?? 256);
}
