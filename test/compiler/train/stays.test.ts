import fc from "fast-check";
import { expect, test } from "vitest";
import type { Sequence } from "../../../compiler/history/sequences.ts";
import { stays } from "../../../compiler/train/stays.ts";
import { itemIndex } from "../../../src/core/brands.ts";
import { marksOf } from "../../../src/core/rank/marks.ts";
import { touchesOf } from "../../../src/core/rank/touches.ts";

const KINDS = ["view", "cart", "purchase"] as const;
const acts = fc.array(fc.record({ item: fc.nat(3), kind: fc.constantFrom(...KINDS), gapMs: fc.nat(10_000_000) }), {
  minLength: 1,
  maxLength: 40,
});

const sequenceOf = (rows: readonly { item: number; kind: Sequence["kinds"][number]; at: number }[]): Sequence => ({
  items: Uint32Array.from(rows, ({ item }) => item),
  times: Float64Array.from(rows, ({ at }) => at),
  kinds: rows.map(({ kind }) => kind),
});

test("a training reads what a device would of the same acts", () => {
  fc.assert(
    fc.property(acts, (list) => {
      let now = 1_700_000_000_000;
      const rows = list.map(({ item, kind, gapMs }) => {
        now += gapMs;
        return { item, kind, at: now };
      });
      const events = rows.map((row) => ({ ...row, item: itemIndex(row.item) }));
      const onDevice = touchesOf(events).map((touch) => ({ item: touch.item, marks: marksOf(touch) }));
      expect(stays(sequenceOf(rows))).toEqual(onDevice.reverse());
    }),
  );
});

test("of a shopper with an event without time no gap is known", () => {
  const rows = [1, 2, 3].map((item) => ({ item, kind: "view" as const, at: item === 2 ? Number.NaN : item * 1_000 }));
  expect(stays(sequenceOf(rows)).map(({ marks }) => marks)).toEqual([[0], [0], [0]]);
});
