import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { diversify, relevanceBeside } from "../../../src/core/rank/diversify.ts";
import { POLICY } from "../../../src/core/rank/policy.ts";
import { likeness } from "../../../src/core/rank/similarity.ts";
import { outdoorShop } from "./shop.ts";

const { prepared, index } = outdoorShop();
const [first, like, unlike] = [index("shoe-0"), index("shoe-1"), index("tent-0")];

/** Three products, best first, by how relevant the second and third are beside the first. */
const chosen = (second: number, third: number): number[] => {
  const relevance = new Map<number, number>([
    [first, 1],
    [like, second],
    [unlike, third],
  ]);
  return diversify(prepared, [first, like, unlike], (item) => relevance.get(item)!, 2);
};

/** By the definition: every candidate is compared with every chosen one. */
function eagerly(candidates: readonly number[], relevance: (item: number) => number, n: number): number[] {
  const open = [...candidates];
  const chosen: number[] = [];
  const marginal = (item: number): number => {
    const nearest = chosen.reduce((most, other) => Math.max(most, likeness(prepared, item, other)), 0);
    return (1 - POLICY.diversity) * relevance(item) - POLICY.diversity * nearest;
  };
  while (chosen.length < n && open.length > 0) {
    const pick = open.reduce((best, item) => (marginal(item) > marginal(best) ? item : best));
    chosen.push(...open.splice(open.indexOf(pick), 1));
  }
  return chosen;
}

describe("spreading near-duplicates", () => {
  test("prefers another kind of product to one more of the same that is hardly better", () => {
    expect(chosen(0.9, 0.89)).toEqual([first, unlike]);
  });

  test("lets a clearly better product stay, however like the first", () => {
    expect(chosen(0.9, 0.3)).toEqual([first, like]);
  });

  test("compares only what comes first, and chooses as if it compared all", () => {
    const products = prepared.ranking.products;
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(products - 1), { minLength: 1 }),
        fc.array(fc.nat(20), { minLength: products, maxLength: products }),
        fc.integer({ min: 1, max: products }),
        (candidates, relevances, n) => {
          const relevance = (item: number): number => relevances[item]! / 20;
          expect(diversify(prepared, candidates, relevance, n)).toEqual(eagerly(candidates, relevance, n));
        },
      ),
    );
  });

  test("leaves nothing out: who asks for all gets all", () => {
    expect(diversify(prepared, [first, like, unlike], () => 1, 3).toSorted()).toEqual([first, like, unlike].toSorted());
  });
});

describe("relevance beside the best", () => {
  test("of an additive score is its share of the best", () => {
    expect([4, 2, 0].map(relevanceBeside(4, undefined))).toEqual([1, 0.5, 0]);
    expect(relevanceBeside(0, undefined)(0)).toBe(0);
  });

  test("of logits is how likely one is beside the likeliest, wherever they are counted from", () => {
    expect([0, -1].map(relevanceBeside(0, 2))).toEqual([1, Math.exp(-2)]);
    expect([7, 6].map(relevanceBeside(7, 2))).toEqual([1, Math.exp(-2)]);
  });
});
