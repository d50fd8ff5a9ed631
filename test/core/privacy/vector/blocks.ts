import fc from "fast-check";
import type { Block } from "../../../../src/core/privacy/vector/block.ts";

/** Blocks of both kinds whose clip is at least 1,024 whole numbers. */
export const blocks: fc.Arbitrary<Block> = fc
  .record({
    name: fc.constantFrom("head", "popularity"),
    kind: fc.constantFrom("delta", "histogram"),
    size: fc.integer({ min: 1, max: 70 }),
    scale: fc.integer({ min: 1, max: 8_192 }),
    clipNorm: fc.double({ min: 0.01, max: 50, noNaN: true }),
  })
  .map((block) => ({ ...block, scale: Math.max(block.scale, Math.ceil(1_024 / block.clipNorm)) }));

/** Values for a block: small, large, far beyond the clip. */
export const valuesOf = ({ size }: Block): fc.Arbitrary<Float64Array> =>
  fc
    .tuple(
      fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: size, maxLength: size }),
      fc.constantFrom(0, 1e-9, 0.1, 1, 100, 1e300),
    )
    .map(([values, size]) => Float64Array.from(values, (value) => value * size));

export const norm = (values: Iterable<number>): number => {
  const all = [...values];
  const most = Math.max(...all.map(Math.abs));
  return most === 0 ? 0 : most * Math.sqrt(all.reduce((sum, value) => sum + (value / most) ** 2, 0));
};
