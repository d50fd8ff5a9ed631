import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  COMPACT_HALF_LIFE_MS,
  COMPACT_ITEMS,
  type Compacted,
  EMPTY_COMPACTED,
  fold,
  parseCompacted,
  weightAt,
} from "../../../src/core/event/compact.ts";
import type { ShopEvent } from "../../../src/core/event/event.ts";
import { EVENT_KINDS, type EventKind } from "../../../src/core/event/kinds.ts";

const NOW = Date.UTC(2026, 0, 1);
const DAY = 24 * 3_600_000;

const view = (item: string, at: number): ShopEvent => ({ v: 1, kind: "view", at, item });

const shopEvent: fc.Arbitrary<ShopEvent> = fc.record({
  v: fc.constant(1 as const),
  kind: fc.constantFrom(...(Object.keys(EVENT_KINDS) as EventKind[])),
  at: fc.integer({ min: NOW - 400 * DAY, max: NOW + DAY }),
  item: fc.constantFrom("a", "b", "c", "d", "__proto__", "constructor"),
});

describe("fold", () => {
  test("sums weights with a half-life of 30 days, counts, and keeps the times", () => {
    const { items } = fold(
      EMPTY_COMPACTED,
      [
        { v: 1, kind: "view", at: NOW - COMPACT_HALF_LIFE_MS, item: "shoe" },
        { v: 1, kind: "cart", at: NOW - DAY, item: "shoe" },
        { v: 1, kind: "purchase", at: NOW, item: "shoe", transaction: "T1" },
      ],
      NOW,
    );
    expect(items.shoe).toEqual({
      weight: expect.closeTo(0.5 + 3 * 2 ** (-1 / 30) + 3, 12),
      views: 1,
      carts: 1,
      purchases: 1,
      firstMs: NOW - COMPACT_HALF_LIFE_MS,
      lastMs: NOW,
      purchasedMs: NOW,
    });
    expect(weightAt(items.shoe!, NOW + COMPACT_HALF_LIFE_MS)).toBeCloseTo(items.shoe!.weight / 2, 12);
  });

  test("keeps when a product was last bought and last given back, in whatever order they come", () => {
    const event = (kind: EventKind, at: number): ShopEvent => ({ v: 1, kind, at, item: "shoe" });
    const events = [
      event("purchase", NOW - 9 * DAY),
      event("refund", NOW - 8 * DAY),
      event("purchase", NOW - 2 * DAY),
      event("refund", NOW - DAY),
    ];
    for (const order of [events, events.toReversed()]) {
      expect(fold(EMPTY_COMPACTED, order, NOW).items.shoe).toMatchObject({
        purchases: 2,
        purchasedMs: NOW - 2 * DAY,
        refundedMs: NOW - DAY,
      });
    }
  });

  test("leaves nothing of searches, impressions and lists", () => {
    const events: ShopEvent[] = [
      { v: 1, kind: "search", at: NOW, query: "private words" },
      { v: 1, kind: "impression", at: NOW, item: "shoe" },
      { v: 1, kind: "dwell", at: NOW, item: "shoe", dwellMs: 9_000 },
      { v: 1, kind: "list", at: NOW, items: ["shoe", "sock"] },
    ];
    expect(fold(EMPTY_COMPACTED, events, NOW)).toEqual(EMPTY_COMPACTED);
  });

  test("an event dated in the future counts as now", () => {
    const later = fold(EMPTY_COMPACTED, [view("shoe", NOW + 900 * DAY)], NOW);
    expect(later).toEqual(fold(EMPTY_COMPACTED, [view("shoe", NOW)], NOW));
  });

  test("gives the same however the events are split", () => {
    fc.assert(
      fc.property(fc.array(shopEvent, { maxLength: 40 }), fc.array(fc.nat(40), { maxLength: 4 }), (events, cuts) => {
        const edges = [0, ...cuts.filter((cut) => cut < events.length).sort((a, b) => a - b), events.length];
        const parts = edges.slice(1).map((edge, part) => events.slice(edges[part], edge));
        const inParts = parts.reduce<Compacted>((sum, part) => fold(sum, part, NOW), EMPTY_COMPACTED);
        expect(inParts).toEqual(fold(EMPTY_COMPACTED, events, NOW));
      }),
    );
  });

  test("gives the same in any order, but for the last bits of the sums", () => {
    const shuffled = fc
      .array(shopEvent, { maxLength: 40 })
      .chain((events) =>
        fc.tuple(
          fc.constant(events),
          fc.shuffledSubarray(events, { minLength: events.length, maxLength: events.length }),
        ),
      );
    fc.assert(
      fc.property(shuffled, ([events, otherOrder]) => {
        const one = fold(EMPTY_COMPACTED, events, NOW).items;
        const other = fold(EMPTY_COMPACTED, otherOrder, NOW).items;
        expect(Object.keys(other).sort()).toEqual(Object.keys(one).sort());
        for (const [id, item] of Object.entries(one)) {
          expect(Object.entries(other)).toContainEqual([id, { ...item, weight: expect.closeTo(item.weight, 9) }]);
        }
      }),
    );
  });

  test("keeps the strongest 2,000, whichever came first", () => {
    const weak = Array.from({ length: COMPACT_ITEMS }, (_, i) => view(`weak${i}`, NOW - 90 * DAY));
    const strong = Array.from({ length: 500 }, (_, i) => view(`strong${i}`, NOW));
    for (const events of [
      [...weak, ...strong],
      [...strong, ...weak],
    ]) {
      const ids = Object.keys(fold(EMPTY_COMPACTED, events, NOW).items);
      expect(ids).toHaveLength(COMPACT_ITEMS);
      expect(ids.filter((id) => id.startsWith("strong"))).toHaveLength(500);
    }
  });
});

describe("parseCompacted", () => {
  test("gives back what fold made, through a structured clone", () => {
    fc.assert(
      fc.property(fc.array(shopEvent, { maxLength: 30 }), (events) => {
        const compacted = fold(EMPTY_COMPACTED, events, NOW);
        expect(parseCompacted(structuredClone(compacted))).toEqual(compacted);
      }),
    );
  });

  test("refuses what is not one, whatever it is", () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const compacted = parseCompacted(value);
        if (compacted !== undefined) expect(compacted.v).toBe(1);
      }),
    );
    for (const bad of [undefined, null, 1, [], { v: 2, items: {} }, { v: 1 }, { v: 1, items: 3 }]) {
      expect(parseCompacted(bad)).toBeUndefined();
    }
  });

  test("leaves bad items out and keeps the good ones", () => {
    const good = { weight: 1, views: 1, carts: 0, purchases: 0, firstMs: 5, lastMs: 9 };
    const items = {
      good,
      nan: { ...good, weight: Number.NaN },
      half: { ...good, views: 0.5 },
      negative: { ...good, carts: -1 },
      backwards: { ...good, firstMs: 10 },
      never: { ...good, lastMs: 9e15 },
      late: { ...good, purchasedMs: 10 },
      returnedLate: { ...good, refundedMs: 10 },
      returnedNever: { ...good, refundedMs: null },
      text: "x",
      nothing: null,
      ["x".repeat(201)]: good,
    };
    expect(parseCompacted({ v: 1, items })).toEqual({ v: 1, items: { good } });
  });

  test("cuts a profile that is too large", () => {
    const good = { weight: 1, views: 1, carts: 0, purchases: 0, firstMs: 5, lastMs: 9 };
    const items = Object.fromEntries(Array.from({ length: COMPACT_ITEMS + 7 }, (_, i) => [`i${i}`, good]));
    expect(Object.keys(parseCompacted({ v: 1, items })?.items ?? {})).toHaveLength(COMPACT_ITEMS);
  });
});
