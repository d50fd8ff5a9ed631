import { ENCODER, type EncoderWeights } from "../catalogue/learned.ts";
import { createPlainScorer } from "../dot/plain.ts";
import type { Scorer, Top } from "../dot/scorer.ts";

const ARRAYS_A_BLOCK = 12;

/** A trained encoder ready to use, with how its scores spread over the catalogue. */
export interface PreparedEncoder extends EncoderWeights {
  readonly mean: Float32Array;
  /** Width x width. */
  readonly covariance: Float32Array;
  readonly scorer: Scorer<Top>;
}

/** Products that mean and covariance are estimated from. */
const SAMPLE = 2_000;

export function prepareEncoder(weights: EncoderWeights): PreparedEncoder {
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
  const scorer = createPlainScorer({ vectors: weights.items, scales: weights.scales, dims: width });
  return { ...weights, mean, covariance, scorer };
}

/** What the encoder says for one shopper. */
export interface Encoded {
  /** How many deviations over the catalogue's mean it scores a product. */
  scoreOf(item: number): number;
  /** Products of the highest score, best first. */
  top(count: number): Uint32Array;
}

/** `history`: products in the order of the shopper's stays with them, the newest last; at least one. */
export function encode(encoder: PreparedEncoder, history: readonly number[]): Encoded {
  const { width } = ENCODER;
  const user = userVector(encoder, history.slice(-ENCODER.positions));
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
  };
}

function itemVector({ items, scales }: EncoderWeights, item: number): Float32Array {
  const { width } = ENCODER;
  return Float32Array.from({ length: width }, (_, d) => items[item * width + d]! * scales[item]!);
}

/**
 * Causal self-attention over the last products (Kang and McAuley, SASRec, 2018), blocks normalised first (Xiong et al.,
 * 2020). The vector of the last one, [ENCODER.width].
 */
export function userVector(encoder: EncoderWeights, history: readonly number[]): Float32Array {
  const { width } = ENCODER;
  const [places, ...rest] = encoder.arrays as readonly [Float32Array, ...Float32Array[]];
  let tokens = history.map((item, at) => {
    const vector = itemVector(encoder, item);
    for (let d = 0; d < width; d++) vector[d]! += places[at * width + d]!;
    return vector;
  });
  for (let block = 0; block < ENCODER.blocks; block++) {
    const last = block === ENCODER.blocks - 1;
    tokens = throughBlock(tokens, rest.slice(block * ARRAYS_A_BLOCK, (block + 1) * ARRAYS_A_BLOCK), last);
  }
  const [gain, bias] = rest.slice(-2) as [Float32Array, Float32Array];
  return normalised(tokens.at(-1)!, gain, bias);
}

/** Of the last block only the last token is wanted. */
function throughBlock(
  tokens: readonly Float32Array[],
  arrays: readonly Float32Array[],
  lastOnly: boolean,
): Float32Array[] {
  const [gain1, bias1, qkv, qkvBias, out, outBias, gain2, bias2, up, upBias, down, downBias] = arrays as Float32Array[];
  const rows = tokens.map((token) => affine(normalised(token, gain1!, bias1!), qkv!, qkvBias!));
  const wanted = lastOnly ? [tokens.length - 1] : tokens.map((_, at) => at);
  return wanted.map((at) => {
    const x = Float32Array.from(tokens[at]!);
    addTo(x, affine(attended(rows, at), out!, outBias!));
    const middle = affine(normalised(x, gain2!, bias2!), up!, upBias!);
    addTo(
      x,
      affine(
        middle.map((value) => Math.max(0, value)),
        down!,
        downBias!,
      ),
    );
    return x;
  });
}

/** What the token at `at` takes from those up to it. */
function attended(rows: readonly Float32Array[], at: number): Float32Array {
  const { width, heads } = ENCODER;
  const size = width / heads;
  const context = new Float32Array(width);
  const query = rows[at]!;
  const weights = new Float64Array(at + 1);
  for (let from = 0; from < width; from += size) {
    let most = Number.NEGATIVE_INFINITY;
    for (let other = 0; other <= at; other++) {
      let dot = 0;
      for (let d = from; d < from + size; d++) dot += query[d]! * rows[other]![width + d]!;
      weights[other] = dot / Math.sqrt(size);
      most = Math.max(most, weights[other]!);
    }
    let sum = 0;
    for (let other = 0; other <= at; other++) sum += weights[other] = Math.exp(weights[other]! - most);
    for (let other = 0; other <= at; other++) {
      const share = weights[other]! / sum;
      for (let d = from; d < from + size; d++) context[d]! += share * rows[other]![2 * width + d]!;
    }
  }
  return context;
}

function affine(input: Float32Array, weight: Float32Array, bias: Float32Array): Float32Array {
  const output = Float32Array.from(bias);
  for (let i = 0; i < input.length; i++) {
    const value = input[i]!;
    if (value === 0) continue;
    const row = i * output.length;
    for (let o = 0; o < output.length; o++) output[o]! += value * weight[row + o]!;
  }
  return output;
}

function normalised(input: Float32Array, gain: Float32Array, bias: Float32Array): Float32Array {
  let mean = 0;
  for (const value of input) mean += value;
  mean /= input.length;
  let variance = 0;
  for (const value of input) variance += (value - mean) ** 2;
  const inverse = 1 / Math.sqrt(variance / input.length + 1e-5);
  return input.map((value, d) => (value - mean) * inverse * gain[d]! + bias[d]!);
}

function addTo(into: Float32Array, amounts: Float32Array): void {
  for (let at = 0; at < into.length; at++) into[at]! += amounts[at]!;
}
