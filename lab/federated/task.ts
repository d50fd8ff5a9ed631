import { headBlock, USUAL_TASK } from "../../server/leader/settings.ts";
import type { TaskSettings } from "../../server/leader/task.ts";
import { MECHANISMS } from "../../src/core/privacy/accountant/mechanisms.ts";
import type { Subset } from "../../src/core/rank/subset.ts";

/** What is taught, how many take part, how often, and what it may cost each of them. */
export interface Setting {
  readonly subset: Subset;
  readonly devices: number;
  readonly rounds: number;
  /** Reports that each device makes, one a round at most. */
  readonly participations: number;
  /** Undefined: no noise is drawn, and nothing is private. */
  readonly epsilon: number | undefined;
  readonly delta: number;
  /** Whether two aggregators have a half of each report, or one server has them all with their devices' noise. */
  readonly mode: "B" | "C";
  /** Sums that a round is opened in. */
  readonly buckets: number;
  readonly seed: number;
}

/** Reports a round: all rounds are of one size, and who is left over stays out. */
export const cohortOf = ({
  devices,
  rounds,
  participations,
}: Pick<Setting, "devices" | "rounds" | "participations">): number => Math.floor((devices * participations) / rounds);

/** Plans need noise; those of a simulation without say this epsilon, and it is not drawn. */
const UNDRAWN_EPSILON = 8;

/** The usual task with this noise, of rounds that end when everybody in them has reported. */
export function taskOf(setting: Setting): TaskSettings {
  const { subset, devices, participations, epsilon = UNDRAWN_EPSILON, delta, mode, buckets } = setting;
  const cohort = cohortOf(setting);
  const noiseMultiplier = MECHANISMS.discrete.noiseMultiplier(epsilon, participations, delta);
  return {
    ...USUAL_TASK,
    blocks: [headBlock(subset)],
    // Every simulated device is one: nobody has to be kept out.
    tokens: false,
    noiseMultiplier,
    trustMode: mode,
    // Where cohorts are small, so are the least sums.
    leastReports: Math.min(USUAL_TASK.leastReports, Math.floor(cohort / buckets)),
    largestBatch: cohort,
    buckets,
    participationCap: participations,
    devices,
    delta,
    // A report's cost is rounded up to a whole millionth of rho.
    maxEpsilon: epsilon * 1.01,
  };
}
