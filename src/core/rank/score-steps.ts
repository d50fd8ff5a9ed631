import type { Steps } from "../steps.ts";
import { affinitiesOf } from "./affinity.ts";
import type { Interest } from "./interest.ts";
import type { Prepared } from "./prepared.ts";
import {
  addBrands,
  addSums,
  channelSums,
  denseTotal,
  type Fatigue,
  type GraphSums,
  type Scores,
  scoresOf,
  spotParts,
} from "./score.ts";

/** As scoreAll, with places to rest: a step is one channel, or one pass over all products. */
export function* scoreSteps(prepared: Prepared, interest: Interest, fatigue: Fatigue): Steps<Scores> {
  const graphs: GraphSums[] = [];
  for (const channel of prepared.channels) {
    graphs.push({ name: channel.name, sums: channelSums(prepared, channel, interest) });
    yield;
  }
  const affinities = affinitiesOf(prepared, interest);
  const spots = spotParts(prepared, interest, fatigue);
  yield;
  const total = denseTotal(prepared, affinities);
  yield;
  for (const { sums } of graphs) {
    addSums(total, sums);
    yield;
  }
  addBrands(total, prepared.ranking.brandOf, affinities.brand);
  yield;
  return scoresOf(prepared, graphs, affinities, spots, total);
}
