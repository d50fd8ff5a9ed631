import type { Propensity } from "../../src/core/rank/tuning/lists.ts";

/** How devices weigh their choices: by clipped inverse propensity, or each alike. */
export type Arm = "debiased" | "naive";

export const ARMS: readonly Arm[] = ["debiased", "naive"];

export const NAIVE: Propensity = { eta: 0, clip: 1 };
