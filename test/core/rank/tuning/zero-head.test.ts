import { expect, test } from "vitest";
import { HEAD } from "../../../../src/core/catalogue/learned.ts";
import { FEATURES } from "../../../../src/core/rank/features.ts";
import { headOutputs } from "../../../../src/core/rank/head.ts";
import { learnedSteps, prepareLearned } from "../../../../src/core/rank/learned.ts";
import { momentOf } from "../../../../src/core/rank/moment.ts";
import { prepare } from "../../../../src/core/rank/prepared.ts";
import { zeroHead } from "../../../../src/core/rank/tuning/zero-head.ts";
import { did, MINUTE, momentAfter, NOW, outdoorShop } from "../shop.ts";

const shop = outdoorShop();
const plain = momentAfter(shop, [did("view", "shoe-0", 9 * MINUTE), did("view", "tent-1", 6 * MINUTE)]);
const momentWith = (head: ReturnType<typeof zeroHead>) => {
  const prepared = prepare(shop.prepared.ranking, shop.prepared.aliases, prepareLearned({ head, encoder: undefined }));
  return momentOf(
    prepared,
    plain.shopper,
    { display: undefined, live: undefined, stock: undefined },
    NOW,
    learnedSteps,
  );
};

test("a head of zeros changes no score and has no part in any", () => {
  const { scores } = momentWith(zeroHead());
  expect(scores.total).toEqual(plain.scores.total);
  for (let item = 0; item < scores.total.length; item++)
    expect(scores.partsOf(item)).toEqual(plain.scores.partsOf(item));
});

test("each of its hidden units can change the order", () => {
  const head = zeroHead();
  const orders = Array.from({ length: HEAD.second }, (_, unit) => {
    const last = new Float32Array(HEAD.second);
    last[unit] = 1;
    return momentWith({ ...head, weights: [head.weights[0], head.weights[1], last] }).scores.total;
  });
  expect(
    orders.filter((total) => total.some((score, item) => score !== plain.scores.total[item])).length,
  ).toBeGreaterThan(HEAD.second / 4);
});

test("each feature with a deviation reaches the last layer, above its usual value and below", () => {
  const { mean, scale, ...rest } = zeroHead();
  const width = FEATURES.length;
  const outputOf = (unit: number, features: Float32Array): number => {
    const last = new Float32Array(HEAD.second);
    last[unit] = 1;
    return headOutputs({ ...rest, mean, scale, weights: [rest.weights[0], rest.weights[1], last] }, features)[0]!;
  };
  const units = Array.from({ length: HEAD.second }, (_, unit) => unit);
  FEATURES.forEach((name, feature) => {
    const moved = [1, -1].map((side) => {
      const features = mean.slice();
      features[feature]! += side / (scale[feature]! || 1);
      expect(features).toHaveLength(width);
      return units.filter((unit) => outputOf(unit, features) > 0.5);
    });
    const count = scale[feature] === 0 ? 0 : 1;
    expect(
      moved.map(({ length }) => length),
      name,
    ).toEqual([count, count]);
    expect(count === 0 || moved[0]![0] !== moved[1]![0], name).toBe(true);
  });
});

test("is the same on every device", () => {
  expect(zeroHead()).toEqual(zeroHead());
});
