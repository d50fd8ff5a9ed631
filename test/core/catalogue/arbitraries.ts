import fc from "fast-check";
import { CHANNEL_NAMES, type Channel, type Graph } from "../../../src/core/catalogue/graph.ts";
import type { Ranking } from "../../../src/core/catalogue/ranking.ts";

/** Text of all planes, without halves of characters, which UTF-8 does not have. */
export const texts = (maxLength = 12): fc.Arbitrary<string> => fc.string({ unit: "grapheme", maxLength });

/** Edges of a row: other products, ascending. */
const edges = (products: number, row: number): fc.Arbitrary<readonly (readonly [target: number, code: number])[]> => {
  if (products < 2) return fc.constant([]);
  const target = fc.nat({ max: products - 2 }).map((other) => (other >= row ? other + 1 : other));
  return fc
    .uniqueArray(fc.tuple(target, fc.integer({ min: 1, max: 255 })), { selector: ([to]) => to, maxLength: 6 })
    .map((row) => row.toSorted(([a], [b]) => a - b));
};

export const graphs = (products: number): fc.Arbitrary<Graph> =>
  fc.tuple(...Array.from({ length: products }, (_, row) => edges(products, row))).map((rows) => {
    const offsets = new Uint32Array(products + 1);
    rows.forEach((row, at) => {
      offsets[at + 1] = offsets[at]! + row.length;
    });
    const flat = rows.flat();
    return {
      offsets,
      targets: Uint32Array.from(flat, ([target]) => target),
      codes: Uint8Array.from(flat, ([, code]) => code),
    };
  });

const channels = (products: number): fc.Arbitrary<Channel[]> =>
  fc.subarray([...CHANNEL_NAMES]).chain((names) =>
    fc.tuple(
      ...names.map((name) =>
        fc.record({
          name: fc.constant(name),
          unit: fc.float({ min: 0, max: 1000, noNaN: true, noDefaultInfinity: true }),
          forward: graphs(products),
        }),
      ),
    ),
  );

const bytes = (length: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ minLength: length, maxLength: length });
const numbers = (length: number, max: number): fc.Arbitrary<Uint32Array> =>
  fc.array(fc.nat({ max }), { minLength: length, maxLength: length }).map((values) => Uint32Array.from(values));

/** A ranking section's content; `brands` as strings, since a decoded section holds them lazily. */
export interface Content extends Omit<Ranking, "brands"> {
  readonly brands: readonly string[];
}

export const rankings: fc.Arbitrary<Content> = fc
  .record({
    products: fc.nat({ max: 9 }),
    names: fc.array(texts(), { maxLength: 6 }),
    brands: fc.array(texts(), { maxLength: 5 }),
    prices: fc.uniqueArray(fc.double({ min: 0, max: 1e9, noNaN: true }), { minLength: 2, maxLength: 2 }),
  })
  .chain(({ products, names, brands, prices }) =>
    fc.record({
      products: fc.constant(products),
      categories: fc
        .tuple(...names.map((_, at) => fc.integer({ min: -1, max: at - 1 })))
        .map((parents) => ({ names, parents: Int32Array.from(parents) })),
      repurchase: fc.array(
        fc.record({ rate: fc.nat({ max: 255 }).map((step) => step / 255), intervalDays: fc.nat({ max: 3650 }) }),
        { minLength: names.length, maxLength: names.length },
      ),
      brands: fc.constant(brands),
      categoryOf: numbers(products, names.length),
      brandOf: numbers(products, brands.length),
      priceCodes: bytes(products),
      priceLow: fc.constant(Math.min(...prices)),
      priceHigh: fc.constant(Math.max(...prices)),
      popularity: bytes(products),
      trend: fc.int8Array({ minLength: products, maxLength: products }),
      places: numbers(products, products),
      repeatRate: fc.float({ min: 0, max: 1, noNaN: true }),
      channels: channels(products),
    }),
  );
