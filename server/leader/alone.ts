import type { Counter } from "prom-client";
import type { TrustMode } from "../../src/core/protocol/plan.ts";
import { possibleReports } from "../rounds/possible.ts";
import type { Aggregation } from "./aggregation.ts";

export const ALONE_MODES: readonly TrustMode[] = ["C"];

/**
 * Mode C: one server, and each device's own noise. It can read every report as it came, so it can also refuse one that no honest device sends (possibleReports):
 * `impossible` counts those. It adds no noise: what is released has that of all devices in it.
 */
export const alone = (impossible: Counter): Aggregation => ({
  trustModes: ALONE_MODES,
  begin: async (_task, round) => ({ round, helper: null }),
  agree: async () => null,
  judge: async ({ plan, size }, _batchId, opened) => {
    const isPossible = possibleReports(plan, size);
    const possible = opened.filter(({ share }) => isPossible(share));
    impossible.inc(opened.length - possible.length);
    return possible;
  },
  bucketKey: () => Promise.reject(new Error("a plan of mode C has one bucket")),
  noised: (_known, sum) => sum,
  open: async (_known, { own }) => own,
  sign: async () => null,
});
