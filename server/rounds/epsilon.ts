import { epsilonOfRho } from "../../src/core/privacy/accountant/zcdp.ts";
import type { Plan } from "../../src/core/protocol/plan.ts";

/** What a device's participations in the task come to, at the plan's delta or another. */
export const epsilonOf = ({ participationCap, microRho, delta: own }: Plan, delta: number = own): number =>
  epsilonOfRho((participationCap * microRho) / 1e6, delta);
