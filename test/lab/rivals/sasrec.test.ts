import { expect, test } from "vitest";
import { seededRandom } from "../../../lab/random.ts";
import { trainSasrec } from "../../../lab/rivals/sasrec.ts";
import { itemIndex } from "../../../src/core/brands.ts";
import { ENCODER } from "../../../src/core/catalogue/learned.ts";

const PRODUCTS = 24;
const OPTIONS = { dropout: 0.1, rate: 3e-3, negatives: 16, popular: 0, tokens: 256, maxEpochs: 25, patience: 25 };
const history = (...items: number[]) => items.map(itemIndex);

test("it finds a stride that no single product tells", () => {
  const random = seededRandom(2);
  const walk = (from: number, stride: number, length: number): number[] =>
    Array.from({ length }, (_, step) => (from + step * stride) % PRODUCTS);
  const sequences = Array.from({ length: 500 }, () => walk(random.below(PRODUCTS), random.below(2) === 0 ? 1 : 5, 5));
  const heard: number[] = [];
  const scorer = trainSasrec({ products: PRODUCTS, sequences, protocol: "leave-one-out" }, OPTIONS, {
    seed: 1,
    onProgress: (_, share) => heard.push(share),
  });
  let found = 0;
  for (let from = 0; from < PRODUCTS; from++) {
    for (const stride of [1, 5]) {
      const [one, two, three, next] = walk(from, stride, 4);
      const scores = scorer(history(one!, two!, three!));
      if (scores.indexOf(Math.max(...scores)) === next) found++;
    }
  }
  // One in 24 by chance; a half by the last product alone.
  expect(found / (2 * PRODUCTS)).toBeGreaterThan(0.8);
  expect(heard.at(-1)).toBe(1);

  const long = Array.from({ length: ENCODER.positions + 20 }, (_, at) => at % PRODUCTS);
  expect(scorer(history(...long))).toEqual(scorer(history(...long.slice(-ENCODER.positions))));
  expect(scorer([]).every((score) => score === 0)).toBe(true);
}, 240_000);
