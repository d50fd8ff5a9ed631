import fc from "fast-check";
import { expect, test } from "vitest";
import { trainVmis, type VmisOptions, vmisKnn } from "../../../lab/rivals/vmis-knn.ts";
import { itemIndex } from "../../../src/core/brands.ts";

const PRODUCTS = 12;
const quiet = { seed: 1, onProgress: () => {} };
const history = (...items: number[]) => items.map(itemIndex);

/** As the paper defines it: every session looked at, nothing indexed. */
function slow(sequences: readonly number[][], items: readonly number[], options: VmisOptions): number[] {
  const distinct = new Set(items);
  const newestFirst = items.toReversed();
  const compared = sequences.map((sequence, session) => {
    const shared = [...distinct].filter((item) => sequence.includes(item));
    const places = shared.map((item) => newestFirst.indexOf(item) + 1);
    const likeness = places.reduce((sum, place) => sum + (items.length - place + 1) / distinct.size, 0);
    return { session, newest: Math.min(...places), likeness };
  });
  const neighbours = compared
    .filter(({ likeness }) => likeness > 0)
    .slice(-options.sample)
    .sort((a, b) => b.likeness - a.likeness || b.session - a.session)
    .slice(0, options.neighbours);
  return Array.from({ length: PRODUCTS }, (_, item) => {
    const having = sequences.filter((sequence) => sequence.includes(item)).length;
    return neighbours
      .filter(({ session }) => sequences[session]!.includes(item))
      .reduce((sum, { newest, likeness }) => {
        return sum + options.match(newest) * likeness * Math.log(sequences.length / having);
      }, 0);
  });
}

test("scores are the slow reference's", () => {
  const item = fc.integer({ min: 0, max: PRODUCTS - 1 });
  const sequence = fc.array(item, { minLength: 1, maxLength: 6 });
  const count = fc.integer({ min: 1, max: 12 });
  fc.assert(
    fc.property(
      fc.array(sequence, { minLength: 1, maxLength: 25 }),
      sequence,
      count,
      count,
      (sequences, asked, m, k) => {
        const options = { sample: m, neighbours: k, match: (place: number) => 1 / (1 + place) };
        const scorer = trainVmis({ products: PRODUCTS, sequences, protocol: "next-item" }, options);
        // Twice: nothing of the first question is left in the second.
        scorer(history(...asked.map((one) => (one + 1) % PRODUCTS)));
        const expected = slow(sequences, asked, options);
        scorer(history(...asked)).forEach((score, product) => {
          expect(score).toBeCloseTo(expected[product]!, 4);
        });
      },
    ),
  );
});

test("it finds what is met together, and by the newest product first", () => {
  // Three products each are met together, in any order.
  const sequences = Array.from({ length: 60 }, (_, at) => {
    const group = 3 * (at % 4);
    return [group + (at % 3), group + ((at + 1) % 3), group + ((at + 2) % 3)];
  });
  const scorer = vmisKnn.train({ products: PRODUCTS, sequences, protocol: "leave-one-out" }, quiet);
  for (let group = 0; group < PRODUCTS; group += 3) {
    const best = [...scorer(history((group + 3) % PRODUCTS, group, group + 1)).entries()].sort((a, b) => b[1] - a[1]);
    expect(new Set(best.slice(0, 3).map(([product]) => product))).toEqual(new Set([group, group + 1, group + 2]));
  }
});

test("nothing known, nothing said", () => {
  const scorer = vmisKnn.train({ products: 3, sequences: [[0, 1]], protocol: "next-item" }, quiet);
  expect([...scorer([])]).toEqual([0, 0, 0]);
  expect([...scorer(history(2))]).toEqual([0, 0, 0]);
});
