import { beforeAll, describe, expect, test } from "vitest";
import { lacking } from "../../lab/ablation.ts";
import { type Evaluation, type EvaluationOptions, evaluate } from "../../lab/evaluate.ts";
import { diversityOf } from "../../lab/metrics/diversity.ts";
import { inCanonicalOrder } from "../../lab/order.ts";
import { leaveOneOut } from "../../lab/protocol.ts";
import { renumbered } from "../../lab/renumber.ts";
import { compileModel, scoreHistory, systemOf } from "../../lab/system.ts";
import { edgeCode } from "../../src/core/rank/prepared.ts";
import { likeness } from "../../src/core/rank/similarity.ts";
import { sessions, users } from "./generated.ts";

const OPTIONS: EvaluationOptions = {
  neighbours: 8,
  train: false,
  useHistory: true,
  seed: 1,
  sample: Number.POSITIVE_INFINITY,
  table: true,
  curve: false,
  cold: false,
  onProgress: () => {},
  onNote: (note) => expect.fail(note),
};

describe.each([
  ["users with content", users("validation"), OPTIONS],
  ["users with content, without history", users("test"), { ...OPTIONS, useHistory: false }],
  ["a sample of users", users("test"), { ...OPTIONS, sample: 50 }],
  ["sessions of bare ids", sessions("test"), OPTIONS],
])("%s", (_, dataset, options) => {
  let figures: Evaluation;
  beforeAll(async () => {
    figures = await evaluate(dataset, options);
  }, 120_000);

  test.each([11, 12, 13])("other ids and other rows change no digit (seed %i)", async (seed) => {
    const other = renumbered(dataset, seed);
    expect(other.products.map(({ id }) => id)).not.toEqual(dataset.products.map(({ id }) => id));
    expect(other.protocol.cases).not.toEqual(dataset.protocol.cases);
    expect(await evaluate(other, options)).toEqual(figures);
  });

  test("every figure lies where it must", () => {
    const { hr10, ndcg10, p20, mrr20, coverage10, gini, diversity, popularityRank, items, cases } = figures;
    expect(hr10).toBeGreaterThan(10 / items);
    expect(ndcg10).toBeLessThan(hr10);
    expect(p20).toBeGreaterThanOrEqual(100 * hr10);
    expect(mrr20).toBeLessThan(p20);
    for (const share of [coverage10, gini, diversity]) {
      expect(share).toBeGreaterThanOrEqual(0);
      expect(share).toBeLessThanOrEqual(1);
    }
    expect(popularityRank).toBeLessThan(items);
    for (const slices of [figures.slices.history, figures.slices.frequency])
      expect(Object.values(slices).reduce((sum, slice) => sum + slice.cases, 0)).toBe(cases);
    expect(figures.neighbourTable!.map(({ neighbours }) => neighbours)).toEqual([8, 16, 32, 64]);
    expect(figures.neighbourTable![0]).toMatchObject({ ndcg10, gap: undefined });
  });
});

test("what shoppers turned to next is found, and the ablation says what found it", async () => {
  const figures = await evaluate(users("test"), OPTIONS);
  const without = await evaluate(users("test"), { ...OPTIONS, useHistory: false });
  expect(figures.hr10).toBeGreaterThan(0.6);
  expect(figures.ndcg10).toBeGreaterThan(without.ndcg10);
  expect(figures.parts.without.followedBy!.low).toBeGreaterThan(0);
  expect(Object.keys(figures.parts.without)).toEqual(
    expect.arrayContaining([
      "text",
      "attributes",
      "followedBy",
      "backward",
      "popularity",
      "category",
      "brand",
      "price",
    ]),
  );
  expect(Object.keys(without.parts.without)).not.toContain("popularity");
});

test("hidden products are asked about twice, with and without the history knowing them", async () => {
  const { cold } = (await evaluate(users("test"), OPTIONS)).slices;
  expect(cold!.items).toBe(12);
  expect(cold!.hidden.cases).toBe(cold!.shown.cases);
  expect(cold!.hidden.ndcg10).toBeLessThan(cold!.shown.ndcg10);
  expect(cold!.content.cases).toBe(cold!.shown.cases);
  expect(cold!.learned).toBeUndefined();
  expect((await evaluate(sessions("test"), OPTIONS)).slices.cold).toBeUndefined();
});

test.each(["validation", "test"] as const)("no target of either split reaches the pack (%s)", (split) => {
  const { products } = users("test");
  const protocol = leaveOneOut(new Array(20).fill(["0", "12", "50", "100"]), split);
  const { prepared } = systemOf(compileModel(products, protocol.training, OPTIONS), 8);
  const followed = prepared.channels.find(({ name }) => name === "followedBy")!.forward;
  const [first, second, ...targets] = ["0", "12", "50", "100"].map((id) => prepared.aliases.resolve(id)!);
  expect(edgeCode(followed, first!, second!)).toBeGreaterThan(0);
  for (const target of targets) {
    expect(prepared.ranking.popularity[target]).toBe(0);
    expect(edgeCode(followed, second!, target)).toBe(0);
  }
});

test("without a part, its share of the score is gone and nothing else", () => {
  const { products, protocol } = users("test");
  const { prepared } = systemOf(compileModel(products, protocol.training, OPTIONS), 8);
  const history = ["0", "12"].map((id) => prepared.aliases.resolve(id)!);
  const whole = scoreHistory(prepared, history, protocol.stepMs).total;
  const names = ["text", "attributes", "followedBy", "popularity", "category", "brand", "price"] as const;
  const lost = names.map((name) => {
    const less = scoreHistory(lacking(prepared, name, undefined), history, protocol.stepMs).total;
    return whole.map((score, item) => score - less[item]!);
  });
  expect(lost.every((part) => part.some((amount) => amount > 0))).toBe(true);
  whole.forEach((score, item) => {
    expect(lost.reduce((sum, part) => sum + part[item]!, 0)).toBeCloseTo(score, 4);
  });
});

test("intra-list diversity is the mean over pairs", () => {
  const { products, protocol } = users("test");
  const { prepared } = systemOf(compileModel(products, protocol.training, OPTIONS), 8);
  const lists = [[0, 1, 2], [5], [7, 30]];
  const alike = (a: number, b: number): number => likeness(prepared, a, b);
  const first = 1 - (alike(0, 1) + alike(0, 2) + alike(1, 2)) / 3;
  expect(diversityOf(prepared, lists)).toBeCloseTo((first + 1 - alike(7, 30)) / 2, 12);
});

test("shoppers are numbered anew and their questions stay together", () => {
  const { cases } = inCanonicalOrder(sessions("test")).protocol;
  const numbers = cases.map(({ shopper }) => shopper);
  expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  expect(new Set(numbers).size).toBe(60);
  expect(cases).toHaveLength(sessions("test").protocol.cases.length);
});
