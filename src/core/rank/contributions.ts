import type { ChannelName } from "../catalogue/graph.ts";
import { type Interest, type Source, spreadWeight } from "./interest.ts";
import { edgeCode, type Prepared } from "./prepared.ts";
import { speaksBy } from "./score.ts";

/** What one touched product adds to another's score through one channel. */
export interface Contribution {
  readonly source: Source;
  readonly part: ChannelName;
  readonly amount: number;
}

/**
 * Everything the graph adds to `item`, by source and channel: the same sums as scoreAll, kept apart. Strongest first.
 * Sources whose weight is below `minShare` of the strongest one's are left out, and channels other than `channels`.
 */
export function contributionsTo(
  prepared: Prepared,
  interest: Interest,
  item: number,
  minShare = 0,
  channels: Prepared["channels"] = prepared.channels,
): Contribution[] {
  const found: Contribution[] = [];
  const least = minShare * interest.query.reduce((most, weight) => Math.max(most, weight), 0);
  interest.sources.forEach((source, k) => {
    if (interest.query[k]! < least) return;
    for (const channel of channels) {
      const forward = channel.forwardTable[edgeCode(channel.forward, source.item, item)]!;
      const backward = channel.backwardTable[edgeCode(channel.forward, item, source.item)]!;
      const weight = spreadWeight(interest, k, speaksBy(channel.name));
      const amount = weight * (forward + backward);
      if (amount !== 0) found.push({ source, part: channel.name, amount });
    }
  });
  return found.sort((a, b) => b.amount - a.amount);
}
