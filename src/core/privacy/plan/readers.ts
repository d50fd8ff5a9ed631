import { distributedGaussianRdp } from "../accountant/distributed.ts";
import { bestOrder, composed } from "../accountant/rdp.ts";
import { epsilonOfRho } from "../accountant/zcdp.ts";
import { reportBoundSquared, reportLength } from "../vector/block.ts";
import { type PlanFigures, planMicroRho } from "./refusals.ts";

/** Of the noise of one value: below, no bound on sums is known (Kairouz, Liu and Steinke 2021, Theorem 1). */
const LEAST_SIGMA = 0.5;

/**
 * Epsilon, at the plan's delta, of all of a device's reports against whoever sees opened sums and models alone. In modes A and B it is what the ledger counts.
 * In mode C the noise of the sum's other reports protects from readers as well, while the ledger counts what the trainer learns, who reads each report:
 * never less than this, since sums are made of reports. Of K reports one may be the reader's own, whose noise it knows.
 *
 * Holds where the others' noise is real: of one true report among made-up ones a reader learns what the trainer does.
 */
export function readersEpsilon(plan: PlanFigures): number {
  const { trustMode, blocks, sigmaSquared, leastReports, participationCap, delta } = plan;
  const rho = planMicroRho(plan) / 1e6;
  const sigma = Math.sqrt(sigmaSquared.numerator / sigmaSquared.denominator);
  const others = leastReports - 1;
  if (trustMode !== "C" || others < 2 || sigma < LEAST_SIGMA) return epsilonOfRho(participationCap * rho, delta);
  const [norm, dimension] = [Math.sqrt(reportBoundSquared(blocks)), reportLength(blocks)];
  const ofSum = distributedGaussianRdp({ norm, sigma, clients: others, dimension });
  return bestOrder(
    composed((order) => Math.min(order * rho, ofSum(order)), participationCap),
    delta,
  ).epsilon;
}
