import { ENCODER } from "../../src/core/catalogue/learned.ts";
import type { Token } from "../../src/core/rank/marks.ts";
import { shared } from "./stays.ts";

/**
 * Leaves tokens the marks that vary among the `inputs` of a training. Where all are of one kind, or all known gaps of one length, its vector would
 * say nothing here, and change scores once another comes: it stays zero.
 */
export function heardAmong(inputs: readonly Token[]): (token: Token) => Token {
  const found = new Set(inputs.flatMap(({ marks }) => marks));
  const isKind = (mark: number): boolean => mark < ENCODER.kinds;
  const kinds = [...found].filter(isKind).length > 1;
  const gaps = [...found].filter((mark) => !isKind(mark)).length > 1;
  const isHeard = (mark: number): boolean => (isKind(mark) ? kinds : gaps);
  return (token) =>
    token.marks.every(isHeard) ? token : { item: token.item, marks: shared(token.marks.filter(isHeard)) };
}
