import type { PartName, Reason } from "../bridge/protocol.ts";
import type { ChannelName, Graph } from "../catalogue/graph.ts";
import { eachStretch, finish, type Steps } from "../steps.ts";
import { type Affinities, affinitiesOf } from "./affinity.ts";
import { type Interest, returnWeight, spreadWeight } from "./interest.ts";
import { POLICY } from "./policy.ts";
import type { Prepared } from "./prepared.ts";

/** A score and what it is the sum of. */
export type Parts = Readonly<Partial<Record<PartName, number>>>;

/** What the scores of all products for one shopper at one moment come to. */
export interface Totals {
  readonly total: Float32Array;
  readonly affinities: Affinities;
}

/** The same, and what each is the sum of. */
export interface Scores extends Totals {
  /** What one channel adds to every product; undefined when the catalogue has no such channel. */
  readonly channels: Readonly<Partial<Record<ChannelName, Float32Array>>>;
  /** Where the interest head had a say: what one unit of a total weighs in its logits. */
  readonly logitsPerUnit?: number;
  /** Where the shopper steers: what to say of a product that was lifted for it. */
  asked?(item: number): Reason;
  /** Parts of one product; they sum to its total but for rounding to 32 bits. Zero parts are left out. */
  partsOf(item: number): Parts;
}

/** Products often seen and never clicked, by how often. */
export type Fatigue = ReadonlyMap<number, number>;

/**
 * The additive score of section 3 of the design, without learned parts: channels forward and backward, popularity and its
 * trend, category, brand and price affinity, the urge to return, and weariness. One pass over all products.
 */
export const scoreAll = (prepared: Prepared, interest: Interest, fatigue: Fatigue): Scores =>
  finish(scoreSteps(prepared, interest, fatigue));

/** The same for who only needs the sums. */
export const totalsOf = (prepared: Prepared, interest: Interest, fatigue: Fatigue): Totals =>
  finish(sumSteps(prepared, interest, fatigue));

/** scoreAll with places to rest. */
export function* scoreSteps(prepared: Prepared, interest: Interest, fatigue: Fatigue): Steps<Scores> {
  const { total, affinities, channels, spots } = yield* sumSteps(prepared, interest, fatigue);
  return {
    total,
    affinities,
    channels,
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
      for (const { name } of prepared.channels) parts[name] = channels[name]![item]!;
      return withoutZeros(parts);
    },
  };
}

interface Summed extends Totals, Pick<Scores, "channels"> {
  readonly spots: ReadonlyMap<number, Spot>;
}

function* sumSteps(prepared: Prepared, interest: Interest, fatigue: Fatigue): Steps<Summed> {
  const channels: Partial<Record<ChannelName, Float32Array>> = {};
  for (const channel of prepared.channels) {
    channels[channel.name] = channelSums(prepared, channel, interest);
    yield;
  }
  const affinities = affinitiesOf(prepared, interest);
  const spots = spotParts(prepared, interest, fatigue);
  yield;
  const total = new Float32Array(prepared.ranking.products);
  yield* eachStretch(total.length, adder(prepared, affinities, Object.values(channels), total));
  for (const [item, parts] of spots) total[item]! += parts.repeat + parts.fatigue;
  return { total, affinities, channels, spots };
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

function channelSums(prepared: Prepared, channel: PreparedChannel, interest: Interest): Float32Array {
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

/** Adds up the dense parts of the products from one to before another. */
function adder(
  { ranking, popularityTable, trendTable }: Prepared,
  affinities: Affinities,
  graphs: readonly Float32Array[],
  total: Float32Array,
): (from: number, to: number) => void {
  const { categoryOf, priceCodes, popularity, trend, brandOf } = ranking;
  const brands = new Float32Array(ranking.brands.length + 1);
  for (const [brand, amount] of affinities.brand) brands[brand] = amount;
  return (from, to) => {
    for (let item = from; item < to; item++) {
      total[item] =
        popularityTable[popularity[item]!]! +
        trendTable[trend[item]! + 128]! +
        affinities.category[categoryOf[item]!]! +
        affinities.price[priceCodes[item]!]!;
    }
    for (const sums of graphs) for (let item = from; item < to; item++) total[item]! += sums[item]!;
    if (affinities.brand.size === 0) return;
    for (let item = from; item < to; item++) total[item]! += brands[brandOf[item]!]!;
  };
}

/** What a source adds to the repeat part of its product, or takes from it. */
export function repeatAmount(prepared: Prepared, interest: Interest, place: number): number {
  const weight = returnWeight(interest, place);
  // A wish to return is as strong as this shop's shoppers are used to returning; a rejection needs no habit, nor does what is like a
  // product that no list of ours can show.
  const { like } = interest.sources[place]!.touch;
  return POLICY.repeat * prepared.unit * weight * (weight > 0 && !like ? prepared.ranking.repeatRate : 1);
}

interface Spot {
  repeat: number;
  fatigue: number;
}

/** Parts of the few products that the shopper has met. */
function spotParts(prepared: Prepared, interest: Interest, fatigue: Fatigue): Map<number, Spot> {
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
