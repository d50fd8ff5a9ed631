import type { TaskSettings } from "../../server/leader/task.ts";
import { withNoise } from "../../server/rounds/noise.ts";
import { isPossibleReport } from "../../server/rounds/possible.ts";
import type { RandomBytes } from "../../src/core/privacy/random.ts";
import { addTo } from "../../src/core/privacy/share/share.ts";
import { reportLength } from "../../src/core/privacy/vector/block.ts";
import { encode } from "../../src/core/privacy/vector/encode.ts";
import { fromHex } from "../../src/core/protocol/hex.ts";
import type { NamedPlan } from "../../workers/federated/agreed.ts";
import { addOwnNoise } from "../../workers/federated/report.ts";
import type { Aggregators } from "./aggregators.ts";
import { type Parties, planOf } from "./parties.ts";
import type { Streams } from "./streams.ts";

/**
 * The same plans, shares, sums and noise as served.ts, number for number, without sealing and without a store.
 *
 * @param noise False: the sums are opened as they are, and nothing is private.
 */
export function directAggregators(
  settings: TaskSettings,
  parties: Parties,
  streams: Streams,
  noise: boolean,
): Aggregators {
  const length = reportLength(settings.blocks);
  const random = { leader: streams("leader's noise"), helper: streams("helper's noise") };
  let agreed: NamedPlan | undefined;
  let taken = new Uint32Array(length);
  let [reports, refused] = [0, 0];
  return {
    begin: async (round) => {
      agreed = planOf(settings, parties, round);
      taken = new Uint32Array(length);
      [reports, refused] = [0, 0];
      return agreed;
    },
    take: async ({ agreed: { plan, hash }, values, random: own }) => {
      const vector = encode(plan.blocks, values, fromHex(hash), own);
      if (plan.trustMode === "C" && noise) addOwnNoise(vector, plan, own);
      if (plan.trustMode === "C" && !isPossibleReport(vector, plan)) {
        refused++;
        return;
      }
      addTo(taken, vector);
      reports++;
    },
    end: async () => {
      if (agreed === undefined) throw new Error("no round has begun");
      const { sigmaSquared, trustMode, leastReports } = agreed.plan;
      if (reports < leastReports) return { sums: [], refused };
      const isNoised = noise && trustMode !== "C";
      const noised = (sum: Uint32Array, of: RandomBytes) => (isNoised ? withNoise(sum, sigmaSquared, of) : sum);
      // Of which half each noise is on does not matter to their sum.
      const values = noised(noised(taken, random.leader), random.helper);
      return { sums: [{ values, reports }], refused };
    },
    close: async () => undefined,
  };
}
