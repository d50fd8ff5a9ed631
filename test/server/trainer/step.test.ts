import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { newState, type Optimizer, type OptimizerState, serverStep } from "../../../server/trainer/step.ts";
import { NotFiniteError } from "../../../src/core/errors.ts";

const ADAM: Optimizer = { name: "adam", rate: 0.02, meanDecay: 0.9, squareDecay: 0.99, adaptivity: 1e-3 };
const MOMENTUM: Optimizer = { name: "momentum", rate: 0.5, momentum: 0.9 };
const FREE = 1e9;

/** Adam value by value, from the paper: bias-corrected moments of one weight under a row of means. */
function adamOf(means: readonly number[]): number {
  let [m, v, weight] = [0, 0, 0];
  means.forEach((g, at) => {
    m = 0.9 * m + 0.1 * g;
    v = 0.99 * v + 0.01 * g ** 2;
    weight += (0.02 * (m / (1 - 0.9 ** (at + 1)))) / (Math.sqrt(v / (1 - 0.99 ** (at + 1))) + 1e-3);
  });
  return weight;
}

function weightsAfter(optimizer: Optimizer, sums: readonly (readonly number[])[], cohort: number, stepNorm = FREE) {
  let [weights, state]: [Float64Array, OptimizerState] = [new Float64Array(2), newState(2)];
  let norm = 0;
  for (const sum of sums) ({ weights, state, norm } = serverStep(weights, sum, cohort, state, { optimizer, stepNorm }));
  return { weights: [...weights], state, norm };
}

describe("the server's step", () => {
  const SUMS = [
    [100, -2],
    [-40, 1],
    [70, 0],
  ] as const;

  test("is Adam on the sum divided by the planned cohort", () => {
    const { weights, state } = weightsAfter(ADAM, SUMS, 500);
    const column = (at: 0 | 1) => SUMS.map((sum) => sum[at] / 500);
    expect(weights[0]).toBeCloseTo(adamOf(column(0)), 14);
    expect(weights[1]).toBeCloseTo(adamOf(column(1)), 14);
    expect(state.steps).toBe(3);
  });

  test("is momentum on the mean: 0 of it, at rate 1, is averaging", () => {
    const [first, second, third] = [100 / 500, -40 / 500, 70 / 500];
    const { weights } = weightsAfter(MOMENTUM, SUMS, 500);
    const velocities = [first, 0.9 * first + second, 0.9 * (0.9 * first + second) + third];
    expect(weights[0]).toBeCloseTo(0.5 * velocities.reduce((sum, value) => sum + value, 0), 14);
    const plain = weightsAfter({ name: "momentum", rate: 1, momentum: 0 }, SUMS, 500);
    expect(plain.weights[0]).toBeCloseTo(first + second + third, 14);
  });

  test("moves less where fewer of the planned came, under momentum, and not by who was left out of the divisor", () => {
    const all = weightsAfter(MOMENTUM, [[100, 50]], 500).norm;
    expect(weightsAfter(MOMENTUM, [[50, 25]], 500).norm).toBeCloseTo(all / 2, 14);
  });

  test.each([ADAM, MOMENTUM])("is never longer than allowed, and keeps its direction: %o", (optimizer) => {
    const values = fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 2, maxLength: 2 });
    fc.assert(
      fc.property(values, fc.double({ min: 1e-3, max: 10, noNaN: true }), (sum, stepNorm) => {
        const free = weightsAfter(optimizer, [sum], 100);
        const held = weightsAfter(optimizer, [sum], 100, stepNorm);
        expect(held.norm).toBeLessThanOrEqual(stepNorm * (1 + 1e-12));
        expect(Math.hypot(...held.weights)).toBeCloseTo(Math.min(free.norm, stepNorm), 9);
        const [a, b] = [free.weights, held.weights] as [number[], number[]];
        expect(Math.abs(a[0]! * b[1]! - a[1]! * b[0]!)).toBeLessThanOrEqual(1e-9 * free.norm * held.norm);
      }),
    );
  });

  test("changes nothing that it was given", () => {
    const [weights, sum, state] = [Float64Array.of(1, 2), Float64Array.of(3, 4), newState(2)];
    for (const optimizer of [ADAM, MOMENTUM]) serverStep(weights, sum, 5, state, { optimizer, stepNorm: 1 });
    expect([weights, sum, state]).toEqual([Float64Array.of(1, 2), Float64Array.of(3, 4), newState(2)]);
  });

  test("refuses what is no number, and sizes that do not fit", () => {
    const settings = { optimizer: ADAM, stepNorm: 1 };
    expect(() => serverStep([0, 0], [1, Number.NaN], 5, newState(2), settings)).toThrow(NotFiniteError);
    expect(() => serverStep([0, 0], [Number.POSITIVE_INFINITY, 1], 5, newState(2), settings)).toThrow(NotFiniteError);
    expect(() => serverStep([0, 0], [1], 5, newState(2), settings)).toThrow(RangeError);
    expect(() => serverStep([0, 0], [1, 1], 5, newState(3), settings)).toThrow(RangeError);
    expect(() => serverStep([0, 0], [1, 1], 0, newState(2), settings)).toThrow(RangeError);
  });
});
