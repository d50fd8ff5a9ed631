import { describe, expect, test } from "vitest";
import type { RankRequest } from "../../../src/core/bridge/protocol.ts";
import { type Chance, rank } from "../../../src/core/rank/rank.ts";
import { EXPLORE } from "../../../src/core/rank/tuning/explore.ts";
import { did, MINUTE, momentAfter, outdoorProducts, shopOf } from "./shop.ts";

const shop = shopOf(outdoorProducts().map((one) => ({ ...one, inStock: one.id !== "stove-0" })));
const known = momentAfter(shop, [did("view", "tent-0", MINUTE)]);

/** Draws these, in turn and for ever. */
const drawing = (share: number, ...draws: readonly number[]): Chance => {
  let at = 0;
  return { share, random: () => draws[at++ % draws.length]! };
};
const ranked = (request: RankRequest, chance?: Chance, moment = known) =>
  rank(moment, request, () => undefined, chance);
const idsOf = (request: RankRequest, chance?: Chance) => ranked(request, chance).items.map(({ id }) => id);

describe("a place that is given to chance", () => {
  test("holds a product that would not be there, and says so; all others stay", () => {
    const usual = idsOf({ n: 5 });
    // Within the share; the third place; the last of the others.
    const { items, explored } = ranked({ n: 5 }, drawing(0.2, 0.1, 0.5, 0.99));
    expect(explored).toMatchObject({ slot: 2 });
    expect(items.map(({ reason }, slot) => [slot, reason.code === "explore"])).toEqual(
      items.map((_, slot) => [slot, slot === 2]),
    );
    expect(usual).not.toContain(items[2]!.id);
    expect(items.filter((_, slot) => slot !== 2).map(({ id }) => id)).toEqual(usual.filter((_, slot) => slot !== 2));
    const others = new Set(Array.from({ length: 99 }, (_, k) => idsOf({ n: 5 }, drawing(0.2, 0.1, 0.5, k / 99))[2]));
    expect(explored!.probability).toBeCloseTo(0.2 / 5 / others.size, 12);
  });

  test("is none of those pinned, and its number counts them", () => {
    const pin = ["shoe-0", "shoe-1"];
    for (const draw of [0, 0.3, 0.6, 0.99]) {
      const { items, explored } = ranked({ n: 5, pin }, drawing(1, 0, draw, draw));
      expect(items.slice(0, 2).map(({ id }) => id)).toEqual(pin);
      expect(explored!.slot).toBeGreaterThanOrEqual(2);
      expect(items[explored!.slot]!.reason.code).toBe("explore");
    }
  });

  test("never holds what is excluded, sold out, of another category or just seen", () => {
    const draws = Array.from({ length: 60 }, (_, k) => k / 60);
    const shown = draws.flatMap((draw) =>
      idsOf({ n: 3, exclude: ["stove-1"], category: "Camping" }, drawing(1, 0, draw, draw)),
    );
    expect(new Set(shown.map((id) => id.split("-")[0]))).toEqual(new Set(["tent", "stove"]));
    for (const id of ["stove-0", "stove-1", "tent-0"]) expect(shown).not.toContain(id);
  });
});

test.each<[string, RankRequest]>([
  ["ids of the page", { ids: ["shoe-0", "shoe-1", "tent-1"] }],
  ["similar", { kind: "similar", about: ["shoe-0"], n: 3 }],
  ["goes with", { kind: "goes-with", about: ["shoe-0"], n: 3 }],
  ["recently viewed", { kind: "recently-viewed", n: 3 }],
  ["popular", { kind: "popular", n: 3 }],
])("nothing is given to chance in %s", (_kind, request) => {
  const draw = drawing(1, 0);
  expect(idsOf(request, draw)).toEqual(idsOf(request));
  expect(ranked(request, draw).explored).toBeUndefined();
});

test("nor on a first visit, nor without a share, nor where none is asked for; and the share is kept", () => {
  const first = momentAfter(shop, []);
  expect(ranked({ n: 5 }, drawing(1, 0), first).explored).toBeUndefined();
  expect(ranked({ n: 5 }, drawing(0, 0)).explored).toBeUndefined();
  expect(ranked({ n: 5 }).explored).toBeUndefined();
  expect(ranked({ n: 5 }, drawing(EXPLORE.share, EXPLORE.share, 0, 0)).explored).toBeUndefined();
  expect(ranked({ n: 5 }, drawing(EXPLORE.share, EXPLORE.share - 1e-9, 0, 0)).explored).toBeDefined();
});
