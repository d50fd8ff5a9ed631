import type { ChoiceList } from "../../src/core/rank/tuning/lists.ts";

/** How devices weigh their choices: by clipped inverse propensity, or each alike. */
export type Arm = "debiased" | "naive";

export const ARMS: readonly Arm[] = ["debiased", "naive"];

/** The same choices, debiased as they come, in this arm. */
export const weighedIn = (arm: Arm, lists: readonly ChoiceList[]): readonly ChoiceList[] =>
  arm === "debiased" ? lists : lists.map((list) => ({ ...list, weight: 1 }));
