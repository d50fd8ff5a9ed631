import { describe, expect, test } from "vitest";
import { diversify, relevanceBeside } from "../../../src/core/rank/diversify.ts";
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

describe("spreading near-duplicates", () => {
  test("prefers another kind of product to one more of the same that is hardly better", () => {
    expect(chosen(0.9, 0.89)).toEqual([first, unlike]);
  });

  test("lets a clearly better product stay, however like the first", () => {
    expect(chosen(0.9, 0.3)).toEqual([first, like]);
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
