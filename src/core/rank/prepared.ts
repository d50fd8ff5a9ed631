import type { Aliases } from "../catalogue/aliases.ts";
import { type Channel, type Graph, reverseGraph, WEIGHT_OF } from "../catalogue/graph.ts";
import type { Head } from "../catalogue/learned.ts";
import { logPriceOf } from "../catalogue/price.ts";
import type { Ranking } from "../catalogue/ranking.ts";
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
  readonly popularFrom: ReturnType<typeof upperHalves>;
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

export function prepare(ranking: Ranking, aliases: Aliases, learned?: PreparedLearned): Prepared {
  const channels = ranking.channels.map(prepareChannel);
  const unit = channels.reduce((sum, { forward, forwardTable }) => sum + usualStrongest(forward, forwardTable), 0) || 1;
  return {
    ranking,
    aliases,
    channels,
    unit,
    priceBell: priceBell(ranking),
    popularityTable: Float32Array.from({ length: 256 }, (_, code) => (POLICY.popularity * unit * code) / 255),
    trendTable: Float32Array.from({ length: 256 }, (_, code) => POLICY.trend * unit * Math.tanh((code - 128) / 32)),
    hasHistory: ranking.popularity.some((code) => code > 0),
    popularFrom: upperHalves(ranking),
    learned,
  };
}

function prepareChannel(channel: Channel): PreparedChannel {
  const { name, unit, forward } = channel;
  const forwardWeights = WEIGHT_OF.map((weight) => weight * unit);
  return {
    forwardWeights,
    strongest: usualStrongest(forward, forwardWeights) || 1,
    name,
    forward,
    backward: reverseGraph(forward),
    forwardTable: WEIGHT_OF.map((weight) => weight * unit * POLICY.forward[name]),
    backwardTable: WEIGHT_OF.map((weight) => weight * unit * POLICY.backward[name]),
  };
}

/** Codes are evenly spaced in log price, so that the distance between two says all. */
function priceBell({ priceLow, priceHigh }: Ranking): Float32Array {
  const step = logPriceOf(2, priceLow, priceHigh) - logPriceOf(1, priceLow, priceHigh);
  return Float32Array.from({ length: 255 }, (_, distance) => Math.exp(-0.5 * ((distance * step) / PRICE_WIDTH) ** 2));
}

/** Mean over products that have neighbours of what the strongest contributes. */
function usualStrongest(forward: Graph, table: Float32Array): number {
  let sum = 0;
  let rows = 0;
  for (let row = 0; row + 1 < forward.offsets.length; row++) {
    let most = 0;
    for (let edge = forward.offsets[row]!; edge < forward.offsets[row + 1]!; edge++)
      most = Math.max(most, forward.codes[edge]!);
    if (most > 0) {
      sum += table[most]!;
      rows++;
    }
  }
  return rows === 0 ? 0 : sum / rows;
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
