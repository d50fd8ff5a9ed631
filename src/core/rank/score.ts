import type { PartName } from "../bridge/protocol.ts";
import type { ChannelName, Graph } from "../catalogue/graph.ts";
import { type Affinities, affinitiesOf } from "./affinity.ts";
import { type Interest, returnWeight, spreadWeight } from "./interest.ts";
import { POLICY } from "./policy.ts";
import type { Prepared } from "./prepared.ts";

/** A score and what it is the sum of. */
export type Parts = Readonly<Partial<Record<PartName, number>>>;

/** Scores of every product for one shopper at one moment. */
export interface Scores {
  readonly total: Float32Array;
  /** What one channel adds to every product; undefined when the catalogue has no such channel. */
  readonly channels: Readonly<Partial<Record<ChannelName, Float32Array>>>;
  readonly affinities: Affinities;
  /** Where the interest head had a say: what one unit of a total weighs in its logits. */
  readonly logitsPerUnit?: number;
  /** Parts of one product; they sum to its total but for rounding to 32 bits. Zero parts are left out. */
  partsOf(item: number): Parts;
}

/** Products often seen and never clicked, by how often. */
export type Fatigue = ReadonlyMap<number, number>;

/**
 * The additive score of section 3 of the design, without learned parts: channels forward and backward, popularity and its
 * trend, category, brand and price affinity, the urge to return, and weariness. scoreSteps does the same with places to rest.
 */
export function scoreAll(prepared: Prepared, interest: Interest, fatigue: Fatigue): Scores {
  const graphs = prepared.channels.map((channel) => ({
    name: channel.name,
    sums: channelSums(prepared, channel, interest),
  }));
  const affinities = affinitiesOf(prepared, interest);
  const spots = spotParts(prepared, interest, fatigue);
  const total = denseTotal(prepared, affinities);
  for (const { sums } of graphs) addSums(total, sums);
  addBrands(total, prepared.ranking.brandOf, affinities.brand);
  return scoresOf(prepared, graphs, affinities, spots, total);
}

/** What one channel adds. */
export interface GraphSums {
  readonly name: ChannelName;
  readonly sums: Float32Array;
}

/** Scores of which all but what belongs to single products has been added up in `total`. */
export function scoresOf(
  prepared: Prepared,
  graphs: readonly GraphSums[],
  affinities: Affinities,
  spots: ReadonlyMap<number, Readonly<Spot>>,
  total: Float32Array,
): Scores {
  for (const [item, parts] of spots) total[item]! += parts.repeat + parts.fatigue;
  return {
    total,
    affinities,
    channels: Object.fromEntries(graphs.map(({ name, sums }) => [name, sums])),
    partsOf: (item) => {
      const { ranking } = prepared;
      const spot = spots.get(item);
      const parts: Partial<Record<PartName, number>> = {
        popularity: popularityPart(prepared, item),
        category: affinities.category[ranking.categoryOf[item]!]!,
        brand: affinities.brand.get(ranking.brandOf[item]!) ?? 0,
        price: affinities.price[ranking.priceCodes[item]!]!,
        repeat: spot?.repeat ?? 0,
        fatigue: spot?.fatigue ?? 0,
      };
      for (const { name, sums } of graphs) parts[name] = sums[item]!;
      return withoutZeros(parts);
    },
  };
}

export function popularityPart(prepared: Prepared, item: number): number {
  const { popularity, trend } = prepared.ranking;
  return prepared.popularityTable[popularity[item]!]! + prepared.trendTable[trend[item]! + 128]!;
}

export function withoutZeros(parts: Partial<Record<PartName, number>>): Parts {
  return Object.fromEntries(Object.entries(parts).filter(([, amount]) => amount !== 0));
}

type PreparedChannel = Prepared["channels"][number];

/** Bought products speak for what goes with them, others for what is like them. */
export const speaksBy = (channel: ChannelName): "company" | "likeness" =>
  channel === "boughtWith" ? "company" : "likeness";

export function channelSums(prepared: Prepared, channel: PreparedChannel, interest: Interest): Float32Array {
  const sums = new Float32Array(prepared.ranking.products);
  interest.sources.forEach((source, k) => {
    const weight = spreadWeight(interest, k, speaksBy(channel.name));
    if (weight === 0) return;
    addRow(sums, channel.forward, channel.forwardTable, source.item, weight);
    addRow(sums, channel.backward, channel.backwardTable, source.item, weight);
  });
  return sums;
}

function addRow(sums: Float32Array, graph: Graph, table: Float32Array, row: number, weight: number): void {
  const { offsets, targets, codes } = graph;
  const end = offsets[row + 1]!;
  for (let edge = offsets[row]!; edge < end; edge++) sums[targets[edge]!]! += weight * table[codes[edge]!]!;
}

export function denseTotal(prepared: Prepared, affinities: Affinities): Float32Array {
  const { ranking, popularityTable, trendTable } = prepared;
  const { categoryOf, priceCodes, popularity, trend, products } = ranking;
  const total = new Float32Array(products);
  for (let item = 0; item < products; item++) {
    total[item] =
      popularityTable[popularity[item]!]! +
      trendTable[trend[item]! + 128]! +
      affinities.category[categoryOf[item]!]! +
      affinities.price[priceCodes[item]!]!;
  }
  return total;
}

export function addSums(total: Float32Array, sums: Float32Array): void {
  for (let item = 0; item < total.length; item++) total[item]! += sums[item]!;
}

export function addBrands(total: Float32Array, brandOf: Uint32Array, affinity: ReadonlyMap<number, number>): void {
  if (affinity.size === 0) return;
  let most = 0;
  for (const brand of affinity.keys()) most = Math.max(most, brand);
  const table = new Float32Array(most + 1);
  for (const [brand, amount] of affinity) table[brand] = amount;
  for (let item = 0; item < total.length; item++) {
    const brand = brandOf[item]!;
    if (brand <= most) total[item]! += table[brand]!;
  }
}

/** What a source adds to the repeat part of its product, or takes from it. */
export function repeatAmount(prepared: Prepared, interest: Interest, place: number): number {
  const weight = returnWeight(interest, place);
  // A wish to return is as strong as this shop's shoppers are used to returning; a rejection needs no habit.
  return POLICY.repeat * prepared.unit * weight * (weight > 0 ? prepared.ranking.repeatRate : 1);
}

/** Of one product that the shopper has met. */
export interface Spot {
  repeat: number;
  fatigue: number;
}

/** Parts of the few products that the shopper has met. */
export function spotParts(prepared: Prepared, interest: Interest, fatigue: Fatigue): Map<number, Spot> {
  const spots = new Map<number, Spot>();
  const spot = (item: number): Spot => {
    const known = spots.get(item) ?? { repeat: 0, fatigue: 0 };
    spots.set(item, known);
    return known;
  };
  interest.sources.forEach((source, place) => {
    spot(source.item).repeat += repeatAmount(prepared, interest, place);
  });
  for (const [item, times] of fatigue) spot(item).fatigue -= POLICY.fatigue * prepared.unit * Math.log2(1 + times);
  return spots;
}
