import type { Aliases } from "../catalogue/aliases.ts";
import { type Channel, type Graph, reverseGraph, WEIGHT_OF } from "../catalogue/graph.ts";
import type { Head } from "../catalogue/learned.ts";
import { logPriceOf } from "../catalogue/price.ts";
import type { Ranking } from "../catalogue/ranking.ts";
import { eachRow, finish, type Steps } from "../steps.ts";
import type { PreparedEncoder } from "./encoder.ts";
import { POLICY } from "./policy.ts";
import { upperHalves } from "./popular.ts";
import type { Product } from "./product.ts";

/** A channel with both directions and its factors worked in: an edge's contribution is `table[code] * query weight`. */
export interface PreparedChannel {
  readonly name: Channel["name"];
  readonly forward: Graph;
  readonly backward: Graph;
  readonly forwardTable: Float32Array;
  readonly backwardTable: Float32Array;
  /** Weights by code, without the policy's factors, and the mean of the products' strongest. */
  readonly forwardWeights: Float32Array;
  readonly strongest: number;
}

/** A catalogue made ready for ranking: computed once when it is loaded, never changed. */
export interface Prepared {
  readonly ranking: Ranking;
  readonly aliases: Aliases;
  readonly channels: readonly PreparedChannel[];
  /** What a usual strongest edge contributes; the unit of every part that is not a graph's. */
  readonly unit: number;
  /** Liking for a price by how many codes it is away from one looked at: a bell over log price, 1 at 0. */
  readonly priceBell: Float32Array;
  /** Popularity part by popularity code, and its change by trend code + 128. */
  readonly popularityTable: Float32Array;
  readonly trendTable: Float32Array;
  readonly hasHistory: boolean;
  /** Undefined where the shop has no trained model, or this Inkling knows no use of it. */
  readonly learned: PreparedLearned | undefined;
  /** As upperHalves says. */
  readonly popularFrom: Uint16Array;
}

/** Width of the liking for a price, in natural logs: half as dear again is clearly less liked. */
const PRICE_WIDTH = 0.35;

/** What many devices learned together: linear weights, and beside them hidden layers, relu between. */
export interface SharedHead {
  /** One a feature. */
  readonly linear: Float32Array;
  /** Row-major, [inputs x outputs]; the last of them has one output. None where only linear weights were taught. */
  readonly weights: readonly Float32Array[];
  /** Of all layers but the last. */
  readonly biases: readonly Float32Array[];
}

/** What was learned from the shop's history, and on this device, ready to score: src/core/rank/learned.ts makes and uses it. */
export interface PreparedLearned {
  /** Undefined where the shop ships none and the device began from zeros. */
  readonly head: Head | undefined;
  /** What this device has made of the shipped one. */
  readonly tuned?: Head;
  /** Of a published model. */
  readonly shared?: SharedHead;
  readonly encoder: PreparedEncoder | undefined;
  readonly product: Product;
}

export const prepare = (ranking: Ranking, aliases: Aliases, learned?: PreparedLearned): Prepared =>
  finish(prepareSteps(ranking, aliases, learned));

/** The same with places to rest. */
export function* prepareSteps(ranking: Ranking, aliases: Aliases, learned?: PreparedLearned): Steps<Prepared> {
  const channels: PreparedChannel[] = [];
  let unit = 0;
  for (const { name, unit: most, forward } of ranking.channels) {
    const table = (factor: number): Float32Array => WEIGHT_OF.map((weight) => weight * most * factor);
    const forwardWeights = table(1);
    const forwardTable = table(POLICY.forward[name]);
    unit += yield* usualStrongest(forward, forwardTable);
    channels.push({
      forwardWeights,
      strongest: (yield* usualStrongest(forward, forwardWeights)) || 1,
      name,
      forward,
      backward: yield* reverseGraph(forward),
      forwardTable,
      backwardTable: table(POLICY.backward[name]),
    });
  }
  unit ||= 1;
  const popularFrom = yield* upperHalves(ranking);
  return {
    ranking,
    aliases,
    channels,
    unit,
    priceBell: priceBell(ranking),
    popularityTable: Float32Array.from({ length: 256 }, (_, code) => (POLICY.popularity * unit * code) / 255),
    trendTable: Float32Array.from({ length: 256 }, (_, code) => POLICY.trend * unit * Math.tanh((code - 128) / 32)),
    hasHistory: popularFrom[0]! < 256,
    popularFrom,
    learned,
  };
}

/** Codes are evenly spaced in log price, so that the distance between two says all. */
function priceBell({ priceLow, priceHigh }: Ranking): Float32Array {
  const step = logPriceOf(2, priceLow, priceHigh) - logPriceOf(1, priceLow, priceHigh);
  return Float32Array.from({ length: 255 }, (_, distance) => Math.exp(-0.5 * ((distance * step) / PRICE_WIDTH) ** 2));
}

/** Mean over products that have neighbours of what the strongest contributes. */
function* usualStrongest({ offsets, codes }: Graph, table: Float32Array): Steps<number> {
  let sum = 0;
  let rows = 0;
  yield* eachRow(offsets.length - 1, (row) => {
    let most = 0;
    for (let edge = offsets[row]!; edge < offsets[row + 1]!; edge++) most = Math.max(most, codes[edge]!);
    if (most === 0) return;
    sum += table[most]!;
    rows++;
  });
  return sum / (rows || 1);
}

/** Weight code of the edge between two products, 0 when there is none. Rows ascend, so this is a binary search. */
export function edgeCode(graph: Graph, from: number, to: number): number {
  let low = graph.offsets[from]!;
  let high = graph.offsets[from + 1]! - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const target = graph.targets[middle]!;
    if (target === to) return graph.codes[middle]!;
    if (target < to) low = middle + 1;
    else high = middle - 1;
  }
  return 0;
}
