import { describe, expect, test } from "vitest";
import type { ShopEvent } from "../../../src/core/event/event.ts";
import { explain } from "../../../src/core/rank/explain.ts";
import { rank } from "../../../src/core/rank/rank.ts";
import { did, MINUTE, momentAfter, outdoorShop } from "./shop.ts";

const shop = outdoorShop();
const partsAfter = (events: readonly ShopEvent[], id: string) =>
  momentAfter(shop, events).scores.partsOf(shop.index(id));

const CHOOSING = [
  did("view", "shoe-0", 9 * MINUTE),
  did("cart", "shoe-0", 8 * MINUTE),
  did("view", "shoe-1", 7 * MINUTE),
  did("cart", "shoe-1", 6 * MINUTE),
  did("uncart", "shoe-0", 5 * MINUTE),
];

describe("what was taken out of the cart or given back", () => {
  test("does not take its whole kind with it", () => {
    const ids = rank(momentAfter(shop, CHOOSING), { n: 4 }, () => undefined).items.map(({ id }) => id);
    for (const id of ids) expect(id).toMatch(/^(shoe|sock)-/);
  });

  test.each(["uncart", "refund"] as const)("counts against itself and nothing else (%s)", (kind) => {
    const events = [did("view", "tent-0", 2 * MINUTE), did(kind, "shoe-0", MINUTE)];
    expect(partsAfter(events, "shoe-0").repeat).toBeLessThan(0);
    for (const id of ["shoe-1", "shoe-2", "sock-0", "sock-1"]) {
      expect(Object.values(partsAfter(events, id)).filter((amount) => amount < 0)).toEqual([]);
      expect(Object.keys(partsAfter(events, id))).not.toContain("category");
    }
  });

  test("is explained by what happened to it, and the evidence adds up", () => {
    const { parts, evidence } = explain(momentAfter(shop, CHOOSING), "shoe-0");
    for (const part of ["repeat", "category", "brand", "text", "followedBy"] as const) {
      const sum = evidence.filter((one) => one.part === part).reduce((total, { amount }) => total + amount, 0);
      expect(sum, part).toBeCloseTo(parts[part] ?? 0, 6);
    }
    expect(evidence.filter(({ part }) => part === "repeat").map(({ kind }) => kind)).toContain("uncart");
  });

  test("is nothing that other things go with", () => {
    const events = [did("view", "tent-0", 2 * MINUTE), did("cart", "shoe-0", MINUTE), did("uncart", "shoe-0", 1)];
    const { items } = rank(momentAfter(shop, events), { kind: "goes-with", n: 2 }, () => undefined);
    expect(items.map(({ reason }) => reason.item)).toEqual(["tent-0", "tent-0"]);
  });
});
