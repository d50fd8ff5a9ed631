import type { Prepared } from "../../src/core/rank/prepared.ts";
import { type ChannelOptions, historyChannels } from "../channels.ts";
import type { Sequence } from "../history/sequences.ts";
import { interactionCounts, popularityCodes, repeatRate, trendCodes } from "../history/statistics.ts";
import type { Model } from "../model.ts";
import { encodePack } from "../pack.ts";
import { readBack } from "../read-back.ts";

/** The same products with the history of some shoppers only: what is of content stays, what is of history is made anew. */
export function withSequences(
  model: Model,
  sequences: readonly Sequence[],
  options: Pick<ChannelOptions, "neighbours" | "minShoppers">,
): Model {
  const { products, columns, channels } = model;
  const history = historyChannels(products.length, sequences, channels, { ...options, onProgress() {} });
  return {
    ...model,
    sequences,
    channels: channels.map((channel) => history.find(({ name }) => name === channel.name) ?? channel),
    columns: {
      ...columns,
      popularity: popularityCodes(interactionCounts(sequences, products.length)),
      trend: trendCodes(sequences, products.length),
      repeatRate: repeatRate(sequences),
    },
  };
}

/** A model as a device reads it from its pack: quantised and cut. */
export const preparedOf = (model: Model, neighbours: number): Prepared => readBack(encodePack(model, neighbours, 1));
