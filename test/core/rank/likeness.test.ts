import { expect, test } from "vitest";
import { ENCODER, ENCODER_ARRAYS, quantised } from "../../../src/core/catalogue/learned.ts";
import { prepareEncoder } from "../../../src/core/rank/encoder.ts";
import { likenessTo } from "../../../src/core/rank/likeness.ts";

const PRODUCTS = 30;
const { width } = ENCODER;
const encoder = prepareEncoder({
  ...quantised(Float32Array.from({ length: PRODUCTS * width }, (_, at) => Math.sin(12.9898 * (at + 1)))),
  arrays: ENCODER_ARRAYS.map((length) => new Float32Array(length)),
});

/** By the definition. */
function cosine(a: number, b: number): number {
  const off = (item: number): number[] =>
    Array.from(
      { length: width },
      (_, d) => encoder.items[item * width + d]! * encoder.scales[item]! - encoder.mean[d]!,
    );
  const dot = (x: readonly number[], y: readonly number[]): number =>
    x.reduce((sum, value, d) => sum + value * y[d]!, 0);
  return dot(off(a), off(b)) / Math.sqrt(dot(off(a), off(a)) * dot(off(b), off(b)));
}

test("is the cosine to the last product, the weighted mean over the last, and the highest", () => {
  const history = [3, 7, 11];
  const of = likenessTo(encoder, history);
  for (let item = 0; item < PRODUCTS; item++) {
    const [first, second, third] = history.map((other) => cosine(item, other)) as [number, number, number];
    const { last, recent, best } = of(item);
    expect(last).toBeCloseTo(third, 5);
    expect(recent).toBeCloseTo((third + second / 2 + first / 3) / (1 + 1 / 2 + 1 / 3), 5);
    expect(best).toBeCloseTo(Math.max(first, second, third), 5);
  }
  expect(of(7).best).toBeCloseTo(1, 5);
});

test("only the last ten products count", () => {
  const long = Array.from({ length: 14 }, (_, at) => at);
  expect(likenessTo(encoder, long)(20)).toEqual(likenessTo(encoder, long.slice(-10))(20));
  expect(likenessTo(encoder, long)(0).best).toBeLessThan(0.99);
});
