import { DAY_MS, type LedgerLimits } from "./ledger.ts";

/** What a device asks of every plan, and of itself. */
export interface DeviceLimits extends LedgerLimits {
  /** No sum of fewer reports may be opened. */
  readonly leastReports: number;
  /** Whether it takes part in a plan that began before its ledger. */
  readonly joinsRunning: boolean;
}

const LIFE_MICRO_RHO = 625_000;

/**
 * For life a zCDP of .625, which is epsilon 5.93 at a delta of 1e-6; half of it a day, which is one report of epsilon 4 (noise multiplier 1.268) or three of
 * epsilon 2 (2.382). A new storage waits a day.
 */
export const DEVICE_LIMITS: DeviceLimits = {
  leastReports: 100,
  joinsRunning: false,
  coolDownMs: DAY_MS,
  dayMicroRho: 312_500,
  lifeMicroRho: LIFE_MICRO_RHO,
};

/** Where a shop shows how it works with a handful of browsers: neither a wait nor a crowd protects anybody there. */
export const DEMONSTRATION_LIMITS: DeviceLimits = {
  leastReports: 2,
  joinsRunning: true,
  coolDownMs: 0,
  dayMicroRho: LIFE_MICRO_RHO,
  lifeMicroRho: LIFE_MICRO_RHO,
};
