import { expect, test } from "vitest";
import { FEATURES } from "../../../src/core/rank/features.ts";
import { plainProduct } from "../../../src/core/rank/product.ts";
import { sharedHead, sharedOutputs } from "../../../src/core/rank/shared-head.ts";
import { SUBSETS, sizeOf, subsetOf } from "../../../src/core/rank/subset.ts";

const f = FEATURES.length;

test("a subset is known by its number of weights", () => {
  expect(sizeOf("linear")).toBe(f);
  expect(sizeOf("hidden-32")).toBe(f + 32 * f + 32 + 32);
  expect(sizeOf("all")).toBe(f + 128 * f + 128 + 64 * 128 + 64 + 64);
  for (const subset of SUBSETS) expect(subsetOf(sizeOf(subset))).toBe(subset);
  expect(subsetOf(f + 1)).toBeUndefined();
  expect(() => sharedHead(new Float32Array(f + 1))).toThrow(RangeError);
});

/** Rows of numbers, the same each time. */
const rows = (count: number): Float32Array => Float32Array.from({ length: count * f }, (_, at) => Math.sin(3 * at));

test("weights that nobody has taught give nothing, whatever the candidates", () => {
  for (const subset of SUBSETS) {
    const outputs = sharedOutputs(sharedHead(new Float32Array(sizeOf(subset))), rows(5), plainProduct);
    expect([...outputs]).toEqual([0, 0, 0, 0, 0]);
  }
});

test("a hidden layer is read weight by weight: linear, weights, biases, and what each unit weighs", () => {
  const zero = sharedHead(new Float32Array(sizeOf("hidden-32")));
  const trained = new Float32Array(sizeOf("hidden-32"));
  const unit = 7;
  trained[3] = 2;
  trained[f + 32 * 5 + unit] = 1;
  trained[f + 32 * f + unit] = 0.5;
  trained[f + 32 * f + 32 + unit] = -3;
  const inputs = rows(4);
  const outputs = sharedOutputs(sharedHead(trained), inputs, plainProduct);
  for (let row = 0; row < 4; row++) {
    const own = inputs.subarray(row * f, (row + 1) * f);
    const drawn = own.reduce((sum, value, at) => sum + value * zero.weights[0]![32 * at + unit]!, 0);
    expect(outputs[row]).toBeCloseTo(2 * own[3]! - 3 * Math.max(0, drawn + own[5]! + 0.5), 4);
  }
});
