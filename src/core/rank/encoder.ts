import { ENCODER, type EncoderWeights } from "../catalogue/learned.ts";
import { createPlainScorer } from "../dot/plain.ts";
import type { Items, LocalScorer } from "../dot/scorer.ts";
import { type Likeness, likenessTo } from "./likeness.ts";
import type { Token } from "./marks.ts";
import { type Product, plainProduct } from "./product.ts";

const ARRAYS_A_BLOCK = 12;

/** A trained encoder ready to use, with how its scores spread over the catalogue. */
export interface PreparedEncoder extends EncoderWeights {
  readonly mean: Float32Array;
  /** Width x width. */
  readonly covariance: Float32Array;
  readonly scorer: LocalScorer;
  /** userVector, remembering the history that it read last. */
  read(history: readonly Token[], product: Product): Float32Array;
}

/** Products that mean and covariance are estimated from. */
const SAMPLE = 2_000;

/** What finds the best products of a user vector. */
export type CreateScorer = (items: Items) => LocalScorer;

export function prepareEncoder(
  weights: EncoderWeights,
  createScorer: CreateScorer = createPlainScorer,
): PreparedEncoder {
  const { width } = ENCODER;
  const products = weights.scales.length;
  const step = Math.max(1, Math.floor(products / SAMPLE));
  const mean = new Float32Array(width);
  const covariance = new Float32Array(width * width);
  let counted = 0;
  for (let item = 0; item < products; item += step, counted++) {
    const vector = itemVector(weights, item);
    for (let i = 0; i < width; i++) {
      mean[i]! += vector[i]!;
      for (let j = 0; j < width; j++) covariance[i * width + j]! += vector[i]! * vector[j]!;
    }
  }
  for (let i = 0; i < width; i++) mean[i]! /= counted;
  for (let i = 0; i < width; i++)
    for (let j = 0; j < width; j++)
      covariance[i * width + j] = covariance[i * width + j]! / counted - mean[i]! * mean[j]!;
  const scorer = createScorer({ vectors: weights.items, scales: weights.scales, dims: width });
  const prepared = { ...weights, items: scorer.vectors, mean, covariance, scorer };
  let last: Reading | undefined;
  return {
    ...prepared,
    read(history, product) {
      last = readOn(prepared, history, product, last);
      return last.user;
    },
  };
}

/** What the encoder says for one shopper. */
export interface Encoded {
  /** How many deviations over the catalogue's mean it scores a product. */
  scoreOf(item: number): number;
  /** Products of the highest score, best first. */
  top(count: number): Uint32Array;
  /** How alike a product is to the last of the history. */
  likenessOf(item: number): Likeness;
}

/** `history`: the shopper's stays in their order, the newest last; at least one. */
export function encode(encoder: PreparedEncoder, history: readonly Token[], product: Product = plainProduct): Encoded {
  const { width } = ENCODER;
  const user = encoder.read(windowOf(history), product);
  let centre = 0;
  let variance = 0;
  for (let i = 0; i < width; i++) {
    centre += user[i]! * encoder.mean[i]!;
    for (let j = 0; j < width; j++) variance += user[i]! * user[j]! * encoder.covariance[i * width + j]!;
  }
  const inverse = 1 / Math.sqrt(Math.max(variance, 1e-9));
  return {
    scoreOf(item) {
      const start = item * width;
      let dot = 0;
      for (let d = 0; d < width; d++) dot += user[d]! * encoder.items[start + d]!;
      return (dot * encoder.scales[item]! - centre) * inverse;
    },
    top: (count) => encoder.scorer.top(user, count).indices,
    likenessOf: likenessTo(
      encoder,
      history.map(({ item }) => item),
    ),
  };
}

/** Stays by which the window moves on when it is full. */
const STRIDE = 10;

/**
 * What the encoder reads of a history: the last ENCODER.positions stays at most. Of more it begins at a multiple of STRIDE, so that it mostly grows
 * at its end, and what was read of it before still holds.
 */
function windowOf(history: readonly Token[]): readonly Token[] {
  const over = Math.max(0, history.length - ENCODER.positions);
  return history.slice(Math.ceil(over / STRIDE) * STRIDE);
}

function itemVector({ items, scales }: EncoderWeights, item: number): Float32Array {
  const { width } = ENCODER;
  return Float32Array.from({ length: width }, (_, d) => items[item * width + d]! * scales[item]!);
}

/**
 * Causal self-attention over the last stays (Kang and McAuley, SASRec, 2018), blocks normalised first (Xiong et al.,
 * 2020); a token is the sum of the vectors of product, position and marks. The vector of the last one, [ENCODER.width].
 */
export function userVector(encoder: EncoderWeights, history: readonly Token[], product: Product): Float32Array {
  return readOn(encoder, history, product).user;
}

/** A history as the encoder has read it. */
interface Reading {
  readonly history: readonly Token[];
  /** Of each block, queries, keys and values of every token: later tokens change none of them. */
  readonly rows: readonly Float32Array[];
  readonly user: Float32Array;
}

/** Goes on from where `before` and the history part: of one that only grew, the last token alone is computed. */
function readOn(encoder: EncoderWeights, history: readonly Token[], product: Product, before?: Reading): Reading {
  const { width } = ENCODER;
  const [places, marked, ...rest] = encoder.arrays as readonly [Float32Array, Float32Array, ...Float32Array[]];
  const known = Math.min(sharedLength(before?.history ?? [], history), history.length - 1);
  let tokens = new Float32Array((history.length - known) * width);
  history.slice(known).forEach(({ item, marks }, at) => {
    const scale = encoder.scales[item]!;
    const place = (known + at) * width;
    for (let d = 0; d < width; d++)
      tokens[at * width + d] = Math.fround(encoder.items[item * width + d]! * scale) + places[place + d]!;
    for (const mark of marks) for (let d = 0; d < width; d++) tokens[at * width + d]! += marked[mark * width + d]!;
  });
  const rows: Float32Array[] = [];
  for (let block = 0; block < ENCODER.blocks; block++) {
    const arrays = rest.slice(block * ARRAYS_A_BLOCK, (block + 1) * ARRAYS_A_BLOCK);
    const earlier = before?.rows[block]?.subarray(0, known * 3 * width) ?? new Float32Array(0);
    // Of the last block only the last token is wanted.
    const from = block === ENCODER.blocks - 1 ? history.length - 1 : known;
    const through = throughBlock(tokens, earlier, arrays, from, product);
    rows.push(through.rows);
    tokens = through.tokens;
  }
  const [gain, bias] = rest.slice(-2) as [Float32Array, Float32Array];
  return { history, rows, user: normalised(tokens, gain, bias) };
}

function sharedLength(one: readonly Token[], other: readonly Token[]): number {
  const parted = one.findIndex(({ item, marks }, at) => {
    const token = other[at];
    return token?.item !== item || token.marks.join() !== marks.join();
  });
  return parted === -1 ? one.length : parted;
}

/** The tokens from `from` on, after one block. `tokens`: those that come after the ones whose rows are `earlier`. */
function throughBlock(
  tokens: Float32Array,
  earlier: Float32Array,
  arrays: readonly Float32Array[],
  from: number,
  product: Product,
): { readonly tokens: Float32Array<ArrayBuffer>; readonly rows: Float32Array } {
  const { width } = ENCODER;
  const [gain1, bias1, qkv, qkvBias, out, outBias, gain2, bias2, up, upBias, down, downBias] = arrays as Float32Array[];
  const fresh = tokens.length / width;
  const known = earlier.length / (3 * width);
  const rows = new Float32Array((known + fresh) * 3 * width);
  rows.set(earlier);
  rows.set(product(normalised(tokens, gain1!, bias1!), fresh, [qkv!, qkvBias!]), earlier.length);
  const count = known + fresh;
  const wanted = count - from;
  const x = tokens.slice((from - known) * width);
  addTo(x, product(attended(rows, from, count), wanted, [out!, outBias!]));
  addTo(x, product(normalised(x, gain2!, bias2!), wanted, [up!, upBias!], [down!, downBias!]));
  return { tokens: x, rows };
}

/** What each token from `from` on takes from those up to it. */
function attended(rows: Float32Array, from: number, count: number): Float32Array {
  const { width, heads } = ENCODER;
  const size = width / heads;
  const row = 3 * width;
  const context = new Float32Array((count - from) * width);
  const weights = new Float64Array(count);
  const root = Math.sqrt(size);
  for (let at = from; at < count; at++) {
    for (let head = 0; head < width; head += size) {
      const query = at * row + head;
      let most = Number.NEGATIVE_INFINITY;
      for (let other = 0, key = width + head; other <= at; other++, key += row) {
        let dot = 0;
        for (let d = 0; d < size; d++) dot += rows[query + d]! * rows[key + d]!;
        weights[other] = dot / root;
        if (weights[other]! > most) most = weights[other]!;
      }
      let sum = 0;
      for (let other = 0; other <= at; other++) sum += weights[other] = Math.exp(weights[other]! - most);
      const into = (at - from) * width + head;
      for (let other = 0, value = 2 * width + head; other <= at; other++, value += row) {
        const share = weights[other]! / sum;
        for (let d = 0; d < size; d++) context[into + d]! += share * rows[value + d]!;
      }
    }
  }
  return context;
}

/** Each row of ENCODER.width. */
function normalised(input: Float32Array, gain: Float32Array, bias: Float32Array): Float32Array {
  const { width } = ENCODER;
  const output = new Float32Array(input.length);
  for (let start = 0; start < input.length; start += width) {
    let mean = 0;
    for (let d = 0; d < width; d++) mean += input[start + d]!;
    mean /= width;
    let variance = 0;
    for (let d = 0; d < width; d++) variance += (input[start + d]! - mean) ** 2;
    const inverse = 1 / Math.sqrt(variance / width + 1e-5);
    for (let d = 0; d < width; d++) output[start + d] = (input[start + d]! - mean) * inverse * gain[d]! + bias[d]!;
  }
  return output;
}

function addTo(into: Float32Array, amounts: Float32Array): void {
  for (let at = 0; at < into.length; at++) into[at]! += amounts[at]!;
}
