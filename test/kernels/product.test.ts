import fc from "fast-check";
import { expect, test } from "vitest";
import { plainProduct } from "../../src/core/rank/product.ts";
import { createGemm } from "../../workers/kernels/gemm/gemm.ts";
import { createProduct } from "../../workers/kernels/gemm/product.ts";

const side = fc.integer({ min: 1, max: 40 });
const filled = (length: number, seed: number): Float32Array =>
  Float32Array.from({ length }, (_, at) => (at % 3 === 0 ? 0 : Math.sin(seed + 7.1 * at)));

test("the fast product is the plain one, whatever came before it", () => {
  const product = createProduct(createGemm());
  fc.assert(
    fc.property(side, side, side, fc.nat(1000), (rows, inner, columns, seed) => {
      const a = filled(rows * inner, seed);
      const b = filled(inner * columns, seed + 1);
      const slow = plainProduct(a, b, rows, inner, columns);
      for (const fast of [product(a, b, rows, inner, columns), product(a, b, rows, inner, columns)])
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
      const sums = product(a, b, rows, inner, columns).map((value, at) => value + bias[at % columns]!);
      expect(product(a, b, rows, inner, columns, bias)).toEqual(sums);
    }),
  );
});

test("and plain is what a product is", () => {
  expect(plainProduct(Float32Array.of(1, 2, 0, 3), Float32Array.of(5, 6, 7, 8, 9, 10), 2, 2, 3)).toEqual(
    Float32Array.of(21, 24, 27, 24, 27, 30),
  );
});
