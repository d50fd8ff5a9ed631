import { beforeAll, expect, test } from "vitest";
import { bareProduct } from "../../lab/data/bare-product.ts";
import type { Dataset } from "../../lab/data/dataset.ts";
import { type Evaluation, type EvaluationOptions, evaluate } from "../../lab/evaluate.ts";
import { leaveOneOut } from "../../lab/protocol.ts";
import { seededRandom } from "../../lab/random.ts";

const PRODUCTS = 30;
const STRIDES = [1, 7];

/** Each shopper walks the shop at a stride of their own: which product comes next, no single product before it tells. */
function walkers(count: number): Dataset {
  const random = seededRandom(5);
  const walk = (): string[] => {
    const stride = STRIDES[random.below(STRIDES.length)]!;
    let at = random.below(PRODUCTS);
    return Array.from({ length: 8 }, () => {
      at = (at + (random.next() < 0.1 ? random.below(PRODUCTS) : stride)) % PRODUCTS;
      return String(at);
    });
  };
  // Titles in three words, so that there is content to know a newcomer by.
  const products = Array.from({ length: PRODUCTS }, (_, id) => ({
    ...bareProduct(String(id)),
    title: `walk ${id % 7} stone ${id % 3}`,
  }));
  return { products, protocol: leaveOneOut(Array.from({ length: count }, walk), "validation") };
}

const OPTIONS: EvaluationOptions = {
  neighbours: 8,
  train: true,
  useHistory: true,
  seed: 1,
  sample: 300,
  table: false,
  curve: false,
  cold: false,
  onProgress: () => {},
  onNote: (note) => expect.fail(note),
};

const shop = walkers(500);
let trained: Evaluation;
beforeAll(async () => {
  trained = await evaluate(shop, { ...OPTIONS, cold: true });
}, 600_000);

test("what one product before alone does not tell is learned", async () => {
  const { ndcg10, learning, parts, modelBytes } = trained;
  expect(["ok", "the encoder gained nothing"]).toContain(learning?.reason);
  expect(modelBytes).toBeGreaterThan(0);
  expect(learning!.heldOut!.head).toBeGreaterThan(learning!.heldOut!.base);
  expect(ndcg10).toBeGreaterThan((await evaluate(shop, { ...OPTIONS, train: false })).ndcg10);
  expect(parts.without.learned?.gain).toBeGreaterThan(0);
});

test("hidden products are asked about by what was trained without them, where that is asked for", () => {
  const { cold } = trained.slices;
  expect(cold!.items).toBe(3);
  expect(cold!.learned!.cases).toBe(cold!.hidden.cases);
  expect(cold!.learned).not.toEqual(cold!.hidden);
});

test("a history too short for it teaches nothing, and says so", async () => {
  const { learning, modelBytes } = await evaluate(walkers(200), OPTIONS);
  expect(learning).toEqual({
    reason: expect.stringMatching(/^the history has \d+ steps from product to product; at least 2000 are needed$/),
    heldOut: undefined,
  });
  expect(modelBytes).toBe(0);
});
