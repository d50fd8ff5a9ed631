import type { TaskSettings } from "../../server/leader/task.ts";
import { withNoise } from "../../server/rounds/noise.ts";
import { addTo, expandSeed, share } from "../../src/core/privacy/share/share.ts";
import { reportLength } from "../../src/core/privacy/vector/block.ts";
import { encode } from "../../src/core/privacy/vector/encode.ts";
import { fromHex } from "../../src/core/protocol/hex.ts";
import type { NamedPlan } from "../../workers/federated/agreed.ts";
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
  let [leader, helper] = [new Uint32Array(length), new Uint32Array(length)];
  return {
    begin: async (round) => {
      agreed = planOf(settings, parties, round);
      [leader, helper] = [new Uint32Array(length), new Uint32Array(length)];
      return agreed;
    },
    take: async ({ agreed: { plan, hash }, values, random: own }) => {
      const shares = share(encode(plan.blocks, values, fromHex(hash), own), own);
      addTo(leader, shares.leader);
      addTo(helper, expandSeed(shares.helperSeed, length));
    },
    end: async () => {
      if (agreed === undefined) throw new Error("no round has begun");
      const { sigmaSquared } = agreed.plan;
      const opened = noise ? withNoise(leader, sigmaSquared, random.leader) : leader.slice();
      addTo(opened, noise ? withNoise(helper, sigmaSquared, random.helper) : helper);
      return opened;
    },
    close: async () => undefined,
  };
}
