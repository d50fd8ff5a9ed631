import { describe, expect, test } from "vitest";
import { renumbered } from "../../../lab/renumber.ts";
import { evaluateRival } from "../../../lab/rivals/evaluate.ts";
import { RIVAL_NAMES } from "../../../lab/rivals/rivals.ts";
import { sessions, users } from "../generated.ts";

const OPTIONS = { seed: 1, sample: 60, curve: false, onProgress: () => {} };

describe.each(RIVAL_NAMES)("%s", (name) => {
  describe.each([
    ["users", users("test")],
    ["sessions", sessions("test")],
  ])("asked about %s", (_, dataset) => {
    const figures = evaluateRival(dataset, name, OPTIONS);

    test("other ids and other rows change no digit", () => {
      expect(evaluateRival(renumbered(dataset, 11), name, OPTIONS)).toEqual(figures);
    }, 240_000);

    test("every figure lies where it must", () => {
      const { hr10, ndcg10, p20, mrr20, coverage10, gini, popularityRank, items, cases, slices } = figures;
      expect(hr10).toBeGreaterThan(10 / items);
      expect(ndcg10).toBeLessThan(hr10);
      expect(p20).toBeGreaterThanOrEqual(100 * hr10);
      expect(mrr20).toBeLessThan(p20);
      for (const share of [coverage10, gini]) {
        expect(share).toBeGreaterThan(0);
        expect(share).toBeLessThanOrEqual(1);
      }
      expect(popularityRank).toBeLessThan(items);
      expect(cases).toBe(60);
      for (const groups of [slices.history, slices.frequency])
        expect(Object.values(groups).reduce((sum, group) => sum + group.cases, 0)).toBe(cases);
    });
  });
});
