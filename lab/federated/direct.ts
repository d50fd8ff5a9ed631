import type { TaskSettings } from "../../server/leader/task.ts";
import { bucketsOf, openedSums } from "../../server/rounds/buckets.ts";
import { withNoise } from "../../server/rounds/noise.ts";
import { possibleReports } from "../../server/rounds/possible.ts";
import { bucketCount } from "../../src/core/privacy/plan/buckets.ts";
import type { RandomBytes } from "../../src/core/privacy/random.ts";
import { addTo } from "../../src/core/privacy/share/share.ts";
import { reportLength } from "../../src/core/privacy/vector/block.ts";
import { encode } from "../../src/core/privacy/vector/encode.ts";
import { ID_BYTES, SEED_BYTES } from "../../src/core/protocol/bounds.ts";
import { fromHex, toHex } from "../../src/core/protocol/hex.ts";
import type { Plan } from "../../src/core/protocol/plan.ts";
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
  let isPossible: (report: Uint32Array) => boolean = () => true;
  let taken = new Map<string, Uint32Array>();
  let refused = 0;
  return {
    begin: async (round) => {
      agreed = planOf(settings, parties, round);
      if (settings.trustMode === "C") isPossible = possibleReports(agreed.plan, length);
      taken = new Map();
      refused = 0;
      return agreed;
    },
    take: async ({ agreed: { plan, hash }, values, random: own }) => {
      const vector = encode(plan.blocks, values, fromHex(hash), own);
      if (plan.trustMode === "C" && noise) addOwnNoise(vector, plan, own);
      if (!isPossible(vector)) {
        refused++;
        return;
      }
      taken.set(idAfter(plan, own), vector);
    },
    end: async () => {
      if (agreed === undefined) throw new Error("no round has begun");
      const { sigmaSquared, trustMode, leastReports, round } = agreed.plan;
      if (taken.size < leastReports) return { sums: [], refused };
      const ids = [...taken.keys()];
      const count = bucketCount(agreed.plan, ids.length);
      const buckets = count === 1 ? [ids] : bucketsOf(ids, bucketKeys(parties, round), count);
      const sums = new Uint32Array(length * buckets.length);
      buckets.forEach((bucket, at) => {
        const sum = sums.subarray(at * length, (at + 1) * length);
        for (const id of bucket) addTo(sum, taken.get(id)!);
      });
      const isNoised = noise && trustMode !== "C";
      const noised = (sum: Uint32Array, of: RandomBytes) => (isNoised ? withNoise(sum, sigmaSquared, of) : sum);
      // On which half each noise is does not matter to their sum.
      const opened = noised(noised(sums, random.leader), random.helper);
      return { sums: openedSums(opened, length, ids.length), refused };
    },
    close: async () => undefined,
  };
}

/** What the device's own code draws of its randomness after the vector: the helper's seed, and the report's id. */
function idAfter({ helper }: Plan, own: RandomBytes): string {
  if (helper !== null) own(new Uint8Array(SEED_BYTES));
  const id = new Uint8Array(ID_BYTES);
  own(id);
  return toHex(id);
}

const bucketKeys = (parties: Parties, round: number) => ({
  leader: fromHex(parties.bucketKey("leader", round)),
  helper: fromHex(parties.bucketKey("helper", round)),
});
