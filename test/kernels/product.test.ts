import fc from "fast-check";
import { expect, test } from "vitest";
import { type Layer, plainProduct, relu } from "../../src/core/rank/product.ts";
import { createGemm } from "../../workers/kernels/gemm/gemm.ts";
import { createProduct } from "../../workers/kernels/gemm/product.ts";

const side = fc.integer({ min: 1, max: 40 });
const filled = (length: number, seed: number): Float32Array =>
  Float32Array.from({ length }, (_, at) => (at % 3 === 0 ? 0 : Math.sin(seed + 7.1 * at)));

const none = (columns: number): Float32Array => new Float32Array(columns);

test("the fast product is the plain one, whatever came before it", () => {
  const product = createProduct(createGemm());
  fc.assert(
    fc.property(side, side, side, fc.nat(1000), (rows, inner, columns, seed) => {
      const a = filled(rows * inner, seed);
      const b = filled(inner * columns, seed + 1);
      const slow = plainProduct(a, rows, [b, none(columns)]);
      for (const fast of [product(a, rows, [b, none(columns)]), product(a, rows, [b, none(columns)])])
        fast.forEach((value, at) => {
          expect(value).toBeCloseTo(slow[at]!, 4);
        });
    }),
  );
});

test.each([
  ["plain", plainProduct],
  ["fast", createProduct(createGemm())],
] as const)("a bias in the %s product is one added to each row of it, to the last bit", (_, product) => {
  fc.assert(
    fc.property(side, side, side, fc.nat(1000), (rows, inner, columns, seed) => {
      const [a, b] = [filled(rows * inner, seed), filled(inner * columns, seed + 1)];
      const bias = filled(columns, seed + 2);
      const sums = product(a, rows, [b, none(columns)]).map((value, at) => value + bias[at % columns]!);
      // The kernels keep a layer by its weights.
      expect(product(a, rows, [b.slice(), bias])).toEqual(sums);
    }),
  );
});

test.each([
  ["plain", plainProduct],
  ["fast", createProduct(createGemm())],
] as const)("layers at once are one after the other with relu between, to the last bit: %s", (_, product) => {
  fc.assert(
    fc.property(side, side, side, side, fc.nat(1000), (rows, inner, hidden, columns, seed) => {
      const input = filled(rows * inner, seed);
      const first: Layer = [filled(inner * hidden, seed + 1), filled(hidden, seed + 2)];
      const second: Layer = [filled(hidden * columns, seed + 3), none(columns)];
      const third: Layer = [filled(columns, seed + 4), filled(1, seed + 5)];
      const middle = relu(product(input, rows, first));
      const apart = product(relu(product(middle, rows, second)), rows, third);
      expect(product(input, rows, first, second, third)).toEqual(apart);
    }),
  );
});

test("weights that are used no more give their memory back, and those in use stay right", () => {
  const gemm = createGemm();
  const product = createProduct(gemm);
  const [input, lasting] = [filled(3 * 64, 1), filled(64 * 64, 2)];
  const expected = plainProduct(input, 3, [lasting, none(64)]);
  for (let model = 0; model < 500; model++) {
    product(input, 3, [filled(64 * 64, model), none(64)]);
    const off = product(input, 3, [lasting, none(64)]).map((value, at) => Math.abs(value - expected[at]!));
    expect(Math.max(...off)).toBeLessThan(1e-4);
  }
  // All of these are 8 MB.
  expect(gemm.memory.buffer.byteLength).toBeLessThan(2_000_000);
});

test("and plain is what a product is", () => {
  expect(plainProduct(Float32Array.of(1, 2, 0, 3), 2, [Float32Array.of(5, 6, 7, 8, 9, 10), none(3)])).toEqual(
    Float32Array.of(21, 24, 27, 24, 27, 30),
  );
});
