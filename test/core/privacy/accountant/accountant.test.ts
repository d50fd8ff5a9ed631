import { describe, expect, test } from "vitest";
import {
  gaussianDelta,
  gaussianEpsilon,
  gaussianSigma,
} from "../../../../src/core/privacy/accountant/analytic-gaussian.ts";
import {
  discreteGaussianDelta,
  discreteGaussianNormaliser,
  discreteGaussianPmf,
} from "../../../../src/core/privacy/accountant/discrete-gaussian.ts";
import { clippedGaussianRdp, roundedNorm } from "../../../../src/core/privacy/accountant/distributed.ts";
import { logErfc } from "../../../../src/core/privacy/accountant/normal.ts";
import { bestOrder, composed, epsilonAtOrder, type RdpCurve } from "../../../../src/core/privacy/accountant/rdp.ts";
import { sampledGaussianRdp } from "../../../../src/core/privacy/accountant/sampled-gaussian.ts";
import { epsilonOfRho, rhoOf, rhoOfEpsilon } from "../../../../src/core/privacy/accountant/zcdp.ts";
import { near, VECTORS } from "./vectors.ts";

/** The least epsilon at these orders alone. */
const restricted = (curve: RdpCurve, delta: number, orders: readonly number[]): number =>
  Math.min(...orders.map((order) => epsilonAtOrder(order, curve(order), delta)));

const range = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, at) => first + at);
const WHOLE = range(2, 256);
/** 1.1 to 10.9 by .1, then 12 to 63. */
const OPACUS = [...range(11, 109).map((tenths) => tenths / 10), ...range(12, 63)];

// By mpmath, with 40 digits.
test.each([
  [-1, 0.6112323176780705],
  [0.3, -0.3984300514400853],
  [1.9999, -5.36449945777353],
  [2, -5.364941264616638],
  [6, -38.37756117322339],
  [40, -1604.2615566532736],
])("log erfc(%d)", (x, wanted) => {
  expect(logErfc(x)).toSatisfy((value: number) => near(value, wanted, 1e-13));
});

describe("Gaussian noise, analytically", () => {
  test.each(VECTORS.analyticGaussian.rows)("epsilon of %o", ({ sigma, delta, epsilon }) => {
    expect(gaussianEpsilon(sigma, delta)).toSatisfy((value: number) => near(value, epsilon));
    expect(gaussianDelta(sigma, epsilon)).toSatisfy((value: number) => near(value, delta, 1e-5));
  });

  test.each(VECTORS.analyticGaussianSigma.rows)("deviation of %o", ({ epsilon, sigma }) => {
    const { delta } = VECTORS.analyticGaussianSigma;
    expect(gaussianSigma(epsilon, delta)).toSatisfy((value: number) => near(value, sigma));
  });

  const { columns, rows } = VECTORS.participationTable;
  const cells = Object.entries(rows).flatMap(([z, row]) =>
    row.map((epsilon, at) => [Number(z), columns[at]!, epsilon] as const),
  );
  test.each(cells)("noise multiplier %d, %d participations: %d", (z, participations, epsilon) => {
    const found = gaussianEpsilon(z / Math.sqrt(participations), 1e-6);
    expect(found).toBeCloseTo(epsilon, epsilon < 10 ? 2 : 1);
  });

  test("no epsilon is needed where the noise alone gives delta", () => {
    expect(gaussianEpsilon(1e6, 1e-6)).toBe(0);
  });
});

describe("zCDP", () => {
  test.each(VECTORS.zcdpToEpsilon.rows)("epsilon of %o", ({ rho, delta, epsilon }) => {
    expect(epsilonOfRho(rho, delta)).toSatisfy((value: number) => near(value, epsilon));
  });

  test.each(VECTORS.epsilonToZcdp.rows)("rho of %o", ({ rho, delta, epsilon }) => {
    const found = rhoOfEpsilon(epsilon, delta);
    expect(found).toSatisfy((value: number) => near(value, rho));
    expect(epsilonOfRho(found, delta)).toBeLessThanOrEqual(epsilon);
  });

  const { rows, tolerance, fiveParticipations } = VECTORS.zcdpNoiseMultiplier;
  test.each(rows)("noise multiplier of %o", ({ epsilon, noiseMultiplier }) => {
    const found = Math.sqrt(1 / (2 * rhoOfEpsilon(epsilon, 1e-6)));
    expect(Math.abs(found - noiseMultiplier)).toBeLessThan(tolerance);
  });

  test.each(fiveParticipations)("five participations: %o", ({ noiseMultiplier, epsilon, tolerance }) => {
    expect(Math.abs(epsilonOfRho(rhoOf(noiseMultiplier, 5), 1e-6) - epsilon)).toBeLessThan(tolerance);
  });
});

describe("Gaussian noise with Poisson sampling", () => {
  const { oneStep, endToEnd, upperBounds } = VECTORS.subsampledGaussianRdp;

  test.each(oneStep)("one step: %o", ({ q, sigma, alpha, rdp }) => {
    expect(sampledGaussianRdp(q, sigma)(alpha)).toSatisfy((value: number) => near(value, rdp));
  });

  test.each(endToEnd)("many steps: %o", ({ q, sigma, steps, delta, epsilon, orders, allOrders }) => {
    const curve = composed(sampledGaussianRdp(q, sigma), steps);
    const same = restricted(curve, delta, orders.startsWith("opacus") ? OPACUS : WHOLE);
    expect(same).toSatisfy((value: number) => near(value, epsilon));
    const best = bestOrder(curve, delta).epsilon;
    expect(best).toBeLessThanOrEqual(same);
    expect(best).toSatisfy((value: number) => near(value, allOrders, 1e-5));
  });

  test.each(upperBounds)("between what is possible and what is known: %o", (row) => {
    const { epsilon } = bestOrder(composed(sampledGaussianRdp(row.q, row.sigma), row.steps), row.delta);
    expect(epsilon).toBeGreaterThanOrEqual(row.pldEpsilon);
    expect(epsilon).toBeLessThanOrEqual(row.rdpEpsilon * (1 + 1e-9));
  });

  // Integrated by mpmath, with 40 digits.
  test.each([
    [1.05, 0.01, 1, 8.81082032965551e-5],
    [1.5, 0.2, 0.7, 0.127766561974359],
    [2.5, 0.01, 1, 0.00021757533228188],
    [3.7, 0.1, 2, 0.00550405302453008],
    [10.25, 0.001, 0.8, 0.357884052049042],
    [25.5, 0.02, 4, 0.000339312549394424],
    [40.5, 0.5, 3, 1.55233515475863],
    [3, 0.1, 2, 0.00437365834857706],
    [20, 0.02, 4, 0.000264156850713963],
    [150.5, 0.001, 5, 3.09001317753368e-6],
  ])("order %d, rate %d, sigma %d", (order, rate, sigma, rdp) => {
    expect(sampledGaussianRdp(rate, sigma)(order)).toSatisfy((value: number) => near(value, rdp, 1e-7));
  });

  test("at whole orders it bounds discrete noise too, both ways round", () => {
    /** Renyi divergence of one distribution from another. */
    const divergence = (order: number, p: Float64Array, q: Float64Array): number =>
      Math.log(p.reduce((sum, value, at) => sum + (value === 0 ? 0 : value ** order * q[at]! ** (1 - order)), 0)) /
      (order - 1);
    for (const [sigma, shift] of [
      [1, 1],
      [0.6, 1],
      [2, 3],
    ] as const)
      for (const rate of [0.01, 0.3, 0.9])
        for (const order of [2, 3, 7]) {
          const base = discreteGaussianPmf(sigma ** 2, Math.ceil(9 * sigma));
          const moved = base.map((_, at) => base[at - shift] ?? 0);
          const mixed = base.map((value, at) => (1 - rate) * value + rate * moved[at]!);
          const bound = sampledGaussianRdp(rate, sigma / shift)(order) * (1 + 1e-9);
          expect(divergence(order, mixed, base)).toBeLessThanOrEqual(bound);
          expect(divergence(order, base, mixed)).toBeLessThanOrEqual(bound);
          expect(divergence(order, mixed, base)).toBeGreaterThan(bound * 0.5);
        }
  });

  test("sampling nobody costs nothing, sampling all is no sampling", () => {
    expect(sampledGaussianRdp(0, 1)(3)).toBe(0);
    expect(sampledGaussianRdp(1, 2)(3)).toBe(3 / 8);
  });
});

describe("discrete Gaussian noise", () => {
  test.each(VECTORS.discreteGaussian.normaliser)("normaliser of %o", ({ sigma2, value }) => {
    expect(discreteGaussianNormaliser(sigma2)).toSatisfy((found: number) => near(found, value, 1e-12));
  });

  test.each(VECTORS.discreteGaussian.deltaAtSensitivity1)("delta of %o", ({ sigma2, epsilon, delta }) => {
    expect(discreteGaussianDelta(sigma2, epsilon, 1)).toSatisfy((found: number) => near(found, delta));
  });

  test("its probabilities sum to 1 and have its moments", () => {
    const pmf = discreteGaussianPmf(9, 60);
    const sum = (value: (x: number) => number): number => pmf.reduce((sum, p, at) => sum + p * value(at - 60), 0);
    expect(sum(() => 1)).toBeCloseTo(1, 12);
    expect(sum((x) => x)).toBeCloseTo(0, 12);
    expect(sum((x) => x * x)).toBeCloseTo(9, 9);
  });

  test("zCDP bounds its delta", () => {
    for (const sigma2 of [1, 4, 9, 100])
      for (const epsilon of [0.3, 1, 2]) {
        const delta = discreteGaussianDelta(sigma2, epsilon, 1);
        expect(epsilonOfRho(rhoOf(Math.sqrt(sigma2), 1), delta)).toBeGreaterThanOrEqual(epsilon);
      }
  });
});

describe("distributed discrete Gaussian noise", () => {
  test.each(VECTORS.distributedDiscreteGaussian.rows)("%o", (row) => {
    const round = {
      granularity: row.gamma,
      sigma: row.localStd,
      clients: row.clients,
      clipNorm: row.clip,
      dimension: row.dimension,
    };
    if (row.roundedL2 !== undefined)
      expect(roundedNorm(round)).toSatisfy((value: number) => near(value, row.roundedL2!));
    const curve = composed(clippedGaussianRdp(round), row.rounds);
    expect(restricted(curve, row.delta, WHOLE)).toSatisfy((value: number) => near(value, row.epsilon));
    expect(bestOrder(curve, row.delta).epsilon).toSatisfy((value: number) => near(value, row.allOrders, 1e-4));
  });

  test("noise of few steps costs more: the sum is no discrete Gaussian", () => {
    const round = { granularity: 0.01, clients: 100, clipNorm: 1, dimension: 4096 };
    const ofSigma = (sigma: number): number => clippedGaussianRdp({ ...round, sigma })(2) * sigma ** 2;
    expect(ofSigma(0.007)).toBeGreaterThan(ofSigma(0.1) * 1.01);
  });
});
