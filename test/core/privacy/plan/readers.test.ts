import { describe, expect, test } from "vitest";
import { MECHANISMS } from "../../../../src/core/privacy/accountant/mechanisms.ts";
import { epsilonOfRho } from "../../../../src/core/privacy/accountant/zcdp.ts";
import { sigmaSquaredFor } from "../../../../src/core/privacy/plan/noise.ts";
import { readersEpsilon } from "../../../../src/core/privacy/plan/readers.ts";
import { type PlanFigures, planMicroRho } from "../../../../src/core/privacy/plan/refusals.ts";
import { boundSquared } from "../../../../src/core/privacy/vector/block.ts";

const HEAD = { name: "head", kind: "delta", size: 38, scale: 4_096, clipNorm: 0.3 } as const;
const plan = (change: Partial<PlanFigures> = {}): PlanFigures => {
  const noiseMultiplier = change.noiseMultiplier ?? 1.268;
  return {
    ...{
      blocks: [HEAD],
      trustMode: "C",
      leastReports: 100,
      largestBatch: 10_000,
      buckets: 1,
      participationCap: 1,
      delta: 1e-6,
    },
    ...{ noiseMultiplier, sigmaSquared: sigmaSquaredFor(noiseMultiplier, boundSquared(HEAD)) },
    ...change,
  };
};
const againstTrainer = (figures: PlanFigures): number =>
  epsilonOfRho((figures.participationCap * planMicroRho(figures)) / 1e6, figures.delta);

describe("what readers learn", () => {
  test("is what the ledger counts where aggregators add the noise", () => {
    for (const trustMode of ["A", "B"] as const)
      expect(readersEpsilon(plan({ trustMode }))).toBe(againstTrainer(plan({ trustMode })));
  });

  test("of devices' own noise is that of all of them but one, which may be the reader's", () => {
    for (const leastReports of [10, 100, 1_000]) {
      const together = 1.268 * Math.sqrt(leastReports - 1);
      const expected = MECHANISMS.discrete.epsilon(together, 1, 1e-6);
      // A bound is rounded up by a millionth, and a sum of discrete Gaussians is none, by far less.
      expect(readersEpsilon(plan({ leastReports })) / expected).toBeCloseTo(1, 4);
    }
    expect(readersEpsilon(plan({ participationCap: 4 }))).toBeCloseTo(
      MECHANISMS.discrete.epsilon(1.268 * Math.sqrt(99), 4, 1e-6),
      4,
    );
  });

  test("is never more than the trainer does, however few or quiet the reports are", () => {
    for (const leastReports of [1, 2, 3, 100])
      for (const noiseMultiplier of [1e-5, 1e-4, 1e-3, 0.3, 4]) {
        const figures = plan({ leastReports, noiseMultiplier });
        expect(readersEpsilon(figures)).toBeLessThanOrEqual(againstTrainer(figures) * (1 + 1e-9));
      }
    // Of two reports one may be the reader's: what is left is the other's own noise.
    expect(readersEpsilon(plan({ leastReports: 2 }))).toBe(againstTrainer(plan({ leastReports: 2 })));
  });
});
