import { describe, expect, test } from "vitest";
import { ENCODER, ENCODER_ARRAYS, type Learned, quantised } from "../../../../src/core/catalogue/learned.ts";
import { EMPTY_COMPACTED } from "../../../../src/core/event/compact.ts";
import type { ShopEvent } from "../../../../src/core/event/event.ts";
import { encode } from "../../../../src/core/rank/encoder.ts";
import { FEATURES, featuresOf } from "../../../../src/core/rank/features.ts";
import { bestOf, candidatesOf, historyOf, prepareLearned } from "../../../../src/core/rank/learned.ts";
import { prepare } from "../../../../src/core/rank/prepared.ts";
import { scoreAll } from "../../../../src/core/rank/score.ts";
import {
  choicesOf,
  OWN_PROPENSITY,
  type Past,
  type Propensity,
  pastOf,
  SHARED_PROPENSITY,
} from "../../../../src/core/rank/tuning/lists.ts";
import { shownLists } from "../../../../src/core/rank/tuning/shown.ts";
import { zeroHead } from "../../../../src/core/rank/tuning/zero-head.ts";
import { did, MINUTE, momentAfter, NOW, outdoorShop } from "../shop.ts";

const shop = outdoorShop();
const noise = (length: number, seed: number): Float32Array =>
  Float32Array.from({ length }, (_, at) => Math.sin(12.9898 * (at + 1) + seed) * 0.3);
const learned: Learned = {
  head: zeroHead(),
  encoder: {
    ...quantised(noise(shop.prepared.ranking.products * ENCODER.width, 5)),
    arrays: ENCODER_ARRAYS.map((length, at) => noise(length, at)),
  },
};
const prepared = prepare(shop.prepared.ranking, shop.prepared.aliases, prepareLearned(learned));

const LOOKED: readonly ShopEvent[] = [
  did("view", "shoe-0", 90 * MINUTE),
  did("purchase", "tent-1", 60 * MINUTE),
  did("view", "shoe-2", 3 * MINUTE),
];
const ITEMS = ["sock-1", "shoe-3", "gone", "stove-0"];
const placement = (policy: string, slot?: number) => ({
  shelf: "home",
  request: "r",
  policy,
  ...(slot === undefined ? {} : { slot }),
});
function clicked(slot: number, policy = "base-1/ab"): Past {
  const shown: ShopEvent[] = [
    { v: 1, kind: "list", at: NOW, items: ITEMS, placement: placement(policy) },
    ...ITEMS.map((item, k) => did("impression", item, -1, { placement: placement(policy, k) })),
    did("click", ITEMS[slot]!, -2, { placement: placement(policy, slot) }),
    // What came later must not show in what was known then.
    did("purchase", "sock-1", -MINUTE),
  ];
  return pastOf(prepared, [...LOOKED, ...shown], EMPTY_COMPACTED);
}
const listsOf = (past: Past, propensity = OWN_PROPENSITY) =>
  shownLists(past.events).flatMap((shown) => choicesOf(past, shown, propensity));

describe("choices", () => {
  test("carry the features and the score of the moment in which the list was shown", () => {
    const [list] = listsOf(clicked(1));
    const moment = momentAfter(shop, LOOKED);
    const scores = scoreAll(prepared, moment.interest, moment.shopper.weary);
    const encoded = encode(prepared.learned!.encoder!, historyOf(moment.interest));
    const best = bestOf(scores.total);
    const candidates = candidatesOf(best, encoded);
    const features = featuresOf({ prepared, interest: moment.interest, scores, best, encoded }, candidates);
    ["shoe-3", "sock-1", "stove-0"].forEach((id, row) => {
      const item = shop.index(id);
      const from = candidates.indexOf(item) * FEATURES.length;
      const own = list!.values.slice(row * FEATURES.length, (row + 1) * FEATURES.length);
      expect(own).toEqual(features.slice(from, from + FEATURES.length));
      expect(list!.base[row]).toBeCloseTo(scores.total[item]! / prepared.unit, 6);
    });
    expect(list!.at).toBe(NOW);
    expect(list!.base).toHaveLength(3);
  });

  test("count by inverse propensity, clipped", () => {
    const weights = (propensity: Propensity, policy?: string) =>
      [0, 1, 3].map((slot) => listsOf(clicked(slot, policy), propensity)[0]!.weight);
    expect(weights(OWN_PROPENSITY)).toEqual([1, 2, 4]);
    expect(weights(SHARED_PROPENSITY)).toEqual([1, Math.SQRT2, 2]);
    expect(weights({ eta: 1, clip: 3 })).toEqual([1, 2, 3]);
    // What chance put there was there in few lists, and no other slot of the list was given to it.
    expect(weights(OWN_PROPENSITY, "base-1/ab~1:0.4")).toEqual([1, 5, 4]);
    expect(weights(OWN_PROPENSITY, "base-1/ab~1:0.000125")).toEqual([1, OWN_PROPENSITY.clip, 4]);
  });

  test("are none where nothing was known, or nothing else of the catalogue was seen", () => {
    const past = clicked(1);
    expect(listsOf({ ...past, events: past.events.slice(LOOKED.length) })).toEqual([]);
    expect(listsOf({ ...past, resolve: (id) => (id === "shoe-3" ? past.resolve(id) : undefined) })).toEqual([]);
    expect(listsOf(clicked(2))).toEqual([]);
  });
});
