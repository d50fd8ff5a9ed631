import type { ChannelName } from "../src/core/catalogue/graph.ts";
import { type CooccurrenceRule, cooccurrenceNeighbours, type WeightedItems } from "./graph/cooccurrence.ts";
import { cosineNeighbours } from "./graph/cosine.ts";
import { type Neighbours, type NeighbourTable, NeighbourTableBuilder } from "./graph/neighbours.ts";
import { withNewcomers } from "./graph/newcomers.ts";
import type { Sequence } from "./history/sequences.ts";
import { interactionCounts } from "./history/statistics.ts";
import type { Product } from "./product.ts";
import { attributeTerms, textTerms } from "./text/terms.ts";
import { tfidf } from "./text/tfidf.ts";

/** One channel before it is cut and quantised. */
export interface ChannelTable {
  readonly name: ChannelName;
  readonly table: NeighbourTable;
}

/** Followed by: what shoppers turn to next, near things more, and a little of what they came from. Chosen on validation. */
const FOLLOWED: Omit<CooccurrenceRule, "minShoppers"> = {
  window: 10,
  weight: (distance) => distance ** -0.75,
  backward: 0.3,
  popularityPower: 0.5,
};

/** Bought with: the other purchases of the same shopper, whichever came first. */
const BOUGHT: Omit<CooccurrenceRule, "minShoppers"> = {
  window: 10,
  weight: (distance) => 1 / distance,
  backward: 1,
  popularityPower: 0.5,
};

export interface ChannelOptions {
  readonly neighbours: number;
  readonly minShoppers: number;
  /** Called now and then with the channel and the share of its rows done, 0 to 1. */
  readonly onProgress: (channel: ChannelName, share: number) => void;
}

/** Every channel the catalogue and its history can fill. Products and sequences come in canonical order. */
export function buildChannels(
  products: readonly Product[],
  sequences: readonly Sequence[],
  options: ChannelOptions,
): ChannelTable[] {
  const content = contentChannels(products, options);
  return [...content, ...historyChannels(products.length, sequences, content, options)];
}

function contentChannels(products: readonly Product[], options: ChannelOptions): ChannelTable[] {
  const text = tfidf(mapped(products, textTerms));
  const attributes = tfidf(mapped(products, attributeTerms));
  return [
    tableOf("text", cosineNeighbours(text, options.neighbours), products.length, options),
    tableOf("attributes", cosineNeighbours(attributes, options.neighbours), products.length, options),
  ];
}

/** `others`: channels that need no history. Products that no shopper met are followed by what those alike by text are. */
export function historyChannels(
  products: number,
  sequences: readonly Sequence[],
  others: readonly ChannelTable[],
  options: ChannelOptions,
): ChannelTable[] {
  const { neighbours, minShoppers } = options;
  const bought = sequences.map(purchasesOf);
  const followed = cooccurrenceNeighbours(sequences, products, { ...FOLLOWED, minShoppers }, neighbours);
  const together = cooccurrenceNeighbours(bought, products, { ...BOUGHT, minShoppers }, neighbours);
  const seen = tableOf("followedBy", followed, products, options);
  const counts = interactionCounts(sequences, products);
  const text = others.find(({ name }) => name === "text")!.table;
  const table = withNewcomers(seen.table, text, (product) => counts[product]! > 0, neighbours);
  return [{ ...seen, table }, tableOf("boughtWith", together, products, options)];
}

function tableOf(
  name: ChannelName,
  rows: Iterable<Neighbours>,
  products: number,
  { neighbours, onProgress }: ChannelOptions,
): ChannelTable {
  return { name, table: collect(rows, products, neighbours, (share) => onProgress(name, share)) };
}

function purchasesOf({ items, kinds, weights }: Sequence): WeightedItems {
  const isPurchase = (_: number, at: number): boolean => kinds[at] === "purchase";
  const own = items.filter(isPurchase);
  return weights === undefined ? { items: own } : { items: own, weights: weights.filter(isPurchase) };
}

const PROGRESS_STEPS = 200;

function collect(
  rows: Iterable<Neighbours>,
  products: number,
  neighbours: number,
  onShare: (share: number) => void,
): NeighbourTable {
  const step = Math.max(1, Math.floor(products / PROGRESS_STEPS));
  const table = new NeighbourTableBuilder(products, neighbours);
  let done = 0;
  for (const row of rows) {
    table.add(row);
    if (++done % step === 0) onShare(done / products);
  }
  return table.finish();
}

function* mapped<T, U>(values: Iterable<T>, change: (value: T) => U): Generator<U> {
  for (const value of values) yield change(value);
}
