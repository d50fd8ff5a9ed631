import type { ChannelName } from "../../src/core/catalogue/graph.ts";
import type { NeighbourTable } from "../graph/neighbours.ts";
import { interactionCounts } from "../history/statistics.ts";
import type { Model } from "../model.ts";
import type { CapReport } from "../report.ts";
import type { Fit, Fitted } from "./fit.ts";
import { capQuality } from "./quality.ts";
import { totalBytes } from "./transfer.ts";

/** What the cap cost; undefined when nothing was cut. */
export function capCost(model: Model, { whole, fitted }: Fit, maxBytes: number): CapReport | undefined {
  if (whole === fitted) return undefined;
  const isKept = new Uint8Array(model.products.length);
  for (const product of fitted.products) isKept[product] = 1;
  return {
    maxBytes,
    wholeBytes: totalBytes(whole.transfer),
    wholeNeighbours: whole.neighbours,
    wholeProducts: model.products.length,
    neighbours: fitted.neighbours,
    products: fitted.products.length,
    weightShares: weightShares(model, fitted, isKept),
    popularityShare: popularityShare(model, isKept),
    quality: capQuality(model, whole, fitted),
  };
}

function weightShares(model: Model, fitted: Fitted, isKept: Uint8Array): Partial<Record<ChannelName, number>> {
  const shares = model.channels.map(
    ({ name, table }) => [name, weightShare(table, fitted.neighbours, isKept)] as const,
  );
  return Object.fromEntries(shares.filter(([, share]) => !Number.isNaN(share)));
}

/** NaN for a channel without edges. */
function weightShare({ offsets, items, weights }: NeighbourTable, neighbours: number, isKept: Uint8Array): number {
  let kept = 0;
  let all = 0;
  for (let row = 0; row + 1 < offsets.length; row++) {
    let room = isKept[row] === 1 ? neighbours : 0;
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) {
      all += weights[at]!;
      if (room === 0 || isKept[items[at]!] === 0) continue;
      kept += weights[at]!;
      room--;
    }
  }
  return kept / all;
}

function popularityShare(model: Model, isKept: Uint8Array): number | undefined {
  const counts = interactionCounts(model.sequences, model.products.length);
  const all = counts.reduce((sum, count) => sum + count, 0);
  if (all === 0) return undefined;
  return counts.reduce((sum, count, product) => sum + (isKept[product] === 1 ? count : 0), 0) / all;
}
