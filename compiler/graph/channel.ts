import { type Channel, type ChannelName, weightCode } from "../../src/core/catalogue/graph.ts";
import type { NeighbourTable } from "./neighbours.ts";

/** Quantises a table of neighbours into a channel of the pack; undefined when no product has any. */
export function channelOf(name: ChannelName, table: NeighbourTable): Channel | undefined {
  const { offsets } = table;
  const unit = table.weights.reduce((most, weight) => Math.max(most, weight), 0);
  if (unit === 0) return undefined;
  const targets = new Uint32Array(table.items.length);
  const codes = new Uint8Array(table.items.length);
  for (let row = 0; row + 1 < offsets.length; row++) {
    const start = offsets[row]!;
    const places = Uint32Array.from({ length: offsets[row + 1]! - start }, (_, k) => start + k);
    places.sort((x, y) => table.items[x]! - table.items[y]!);
    places.forEach((place, k) => {
      targets[start + k] = table.items[place]!;
      codes[start + k] = weightCode(table.weights[place]! / unit);
    });
  }
  return { name, unit, forward: { offsets, targets, codes } };
}
