import fc from "fast-check";
import { expect, test } from "vitest";
import { accuracyOf } from "../../lab/metrics/accuracy.ts";
import { coverageOf, exposures, giniOf, meanOver, popularityRanks } from "../../lab/metrics/exposure.ts";
import { placeIn, rankOf } from "../../lab/metrics/rank.ts";

const few = fc.integer({ min: 0, max: 6 });
const scores = fc.array(fc.oneof(few, fc.constant(Number.NEGATIVE_INFINITY)), { minLength: 1, maxLength: 40 });

test("a rank is the mean of the places that products of the same score share", () => {
  fc.assert(
    fc.property(scores, fc.nat(), (list, draw) => {
      const target = draw % list.length;
      const sorted = list.toSorted((a, b) => (a === b ? 0 : b > a ? 1 : -1));
      const places = sorted.flatMap((score, index) => (score === list[target] ? [index + 1] : []));
      const mean = places.reduce((sum, place) => sum + place, 0) / places.length;
      expect(rankOf(list, target)).toBe(mean);
    }),
  );
});

test("the place in a list begins at 1 and is infinite outside", () => {
  expect(placeIn([7, 3, 9], 3)).toBe(2);
  expect(placeIn([7, 3, 9], 4)).toBe(Number.POSITIVE_INFINITY);
  expect(placeIn([7, 3, 9], undefined)).toBe(Number.POSITIVE_INFINITY);
});

test("hits, NDCG and MRR agree with walking down the list", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (ranks) => {
      const sums = { hr10: 0, ndcg10: 0, p20: 0, mrr20: 0 };
      for (const rank of ranks) {
        for (let place = 1; place <= 20; place++) {
          if (place !== rank) continue;
          sums.p20 += 100;
          sums.mrr20 += 100 / place;
          if (place > 10) continue;
          sums.hr10 += 1;
          sums.ndcg10 += Math.LN2 / Math.log(place + 1);
        }
      }
      const found = accuracyOf(ranks);
      expect(found.cases).toBe(ranks.length);
      for (const name of ["hr10", "ndcg10", "p20", "mrr20"] as const)
        expect(found[name]).toBeCloseTo(sums[name] / ranks.length, 9);
    }),
  );
});

test("a tie that reaches beyond the tenth place is no hit when its middle lies there", () => {
  expect(accuracyOf([10]).hr10).toBe(1);
  expect(accuracyOf([10.5]).hr10).toBe(0);
  expect(accuracyOf([9.5]).ndcg10).toBeCloseTo(1 / Math.log2(10.5), 12);
  expect(accuracyOf([Number.POSITIVE_INFINITY])).toEqual({ cases: 1, hr10: 0, ndcg10: 0, p20: 0, mrr20: 0 });
});

test("coverage, Gini and popularity ranks agree with their definitions", () => {
  const lists = fc.array(fc.uniqueArray(fc.nat(7), { maxLength: 5 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(lists, (shown) => {
      const counts = exposures(shown, 8);
      expect([...counts]).toEqual(
        Array.from({ length: 8 }, (_, item) => shown.flat().filter((x) => x === item).length),
      );
      expect(coverageOf(counts)).toBe(new Set(shown.flat()).size / 8);
      const total = shown.flat().length;
      const gaps = [...counts].flatMap((a) => [...counts].map((b) => Math.abs(a - b)));
      const gini = total === 0 ? 0 : gaps.reduce((sum, gap) => sum + gap, 0) / (2 * 8 * total);
      expect(giniOf(counts)).toBeCloseTo(gini, 12);
      const ranks = popularityRanks(counts);
      counts.forEach((count, item) => {
        const higher = counts.filter((other) => other > count).length;
        const same = counts.filter((other) => other === count).length;
        expect(ranks[item]).toBe(higher + (same + 1) / 2);
      });
      const mean = total === 0 ? 0 : shown.flat().reduce((sum, item) => sum + ranks[item]!, 0) / total;
      expect(meanOver(shown, ranks)).toBeCloseTo(mean, 12);
    }),
  );
});
