import fc from "fast-check";
import { expect, test } from "vitest";
import { seededRandom } from "../../../lab/random.ts";
import { weighted } from "../../../lab/simulate/draw.ts";
import { Calibration } from "../../../lab/simulate/forecast/calibration.ts";
import { forecastExperiment } from "../../../lab/simulate/forecast/experiment.ts";
import { fitLogit } from "../../../lab/simulate/forecast/fit.ts";
import { forecastSection } from "../../../lab/simulate/forecast/report.ts";
import { solve } from "../../../lab/simulate/forecast/solve.ts";
import { BASE } from "../../../lab/simulate/shop/device.ts";
import { USUAL_HABITS } from "../../../lab/simulate/truth/habits.ts";
import { softmax } from "../../../src/core/rank/forecast/forecast.ts";
import { PRODUCTS } from "./shop.ts";

test("on a shop that the weights have never seen the forecast is better than every simple one", () => {
  const figures = forecastExperiment(PRODUCTS, {
    learner: BASE,
    shoppers: 100,
    clicks: { eta: 1 },
    habits: USUAL_HABITS,
    seed: 1,
    onProgress: () => {},
  });
  for (const [horizon, { cases, logLoss, rivals }] of Object.entries(figures.horizons)) {
    expect(cases, horizon).toBeGreaterThan(300);
    for (const rival of rivals) {
      expect(rival.logLoss, `${horizon}, ${rival.name}`).toBeGreaterThan(logLoss);
      expect(rival.logLossGain.low, `${horizon}, ${rival.name}`).toBeGreaterThan(0);
    }
    const [flat, last, decayed, mixture] = rivals.map((rival) => rival.logLoss);
    expect(mixture).toBeLessThanOrEqual(Math.min(flat!, last!, decayed!));
  }
  expect(forecastSection(figures)).toContain("their best mixture");
});

test("the fit finds the weights that made the data", () => {
  const random = seededRandom(5);
  const truth = [1.5, -0.7, 0];
  const observations = Array.from({ length: 3000 }, () => {
    const columns = truth.map(() => Float64Array.from({ length: 5 }, () => 2 * random.next() - 1));
    const came = new Float64Array(5);
    came[weighted(random, softmax(columns, truth))] = 1;
    return { columns, came };
  });
  fitLogit(observations).forEach((weight, k) => {
    expect(Math.abs(weight - truth[k]!)).toBeLessThan(0.1);
  });
});

test("a solved system of equations is solved", () => {
  const number = fc.double({ min: -5, max: 5, noNaN: true });
  const square = fc
    .integer({ min: 1, max: 6 })
    .chain((size) =>
      fc.tuple(
        fc.array(fc.array(number, { minLength: size, maxLength: size }), { minLength: size, maxLength: size }),
        fc.array(number, { minLength: size, maxLength: size }),
      ),
    );
  fc.assert(
    fc.property(square, ([rows, right]) => {
      // Made dominant on the diagonal, so that there is a solution; rows then exchanged, so that pivots must be looked for.
      const matrix = rows.map((row, k) => Float64Array.from(row, (value, at) => (at === k ? value + 40 : value)));
      matrix.reverse();
      const found = solve(matrix, Float64Array.from(right));
      matrix.forEach((row, k) => {
        expect(row.reduce((sum, value, at) => sum + value * found[at]!, 0)).toBeCloseTo(right[k]!, 9);
      });
    }),
  );
});

/** Error of a forecast of two classes that says `said` of the first, which comes in `came` of the cases. */
function errorOf(said: number, came: number): number {
  const calibration = new Calibration(2);
  for (let k = 0; k < 1000; k++) {
    const first = k < 1000 * came ? 1 : 0;
    calibration.add({ shares: Float64Array.of(said, 1 - said), came: Float64Array.of(first, 1 - first) }, [0, 1]);
  }
  return calibration.error();
}

test("calibration: none is off by nothing, and each other by as much as it is off", () => {
  expect(errorOf(0.3, 0.3)).toBeCloseTo(0, 9);
  expect(errorOf(0.5, 0.3)).toBeCloseTo(0.2, 9);
  expect(errorOf(0.1, 0.9)).toBeCloseTo(0.8, 9);
});
