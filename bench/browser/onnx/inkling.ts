import { ENCODER, type EncoderWeights, HEAD, type Head } from "../../../src/core/catalogue/learned.ts";
import { OnnxGraph } from "./model.ts";

export const INPUT = "input";
const ARRAYS_A_BLOCK = 12;
/** Weight of what comes later, in an attention's logits: nothing is left of it. */
const NEVER = -1e9;

/** src/core/rank/head.ts: [rows x features] to [rows x 1]. */
export function headModel({ mean, scale, weights, biases }: Head, rows: number): Model {
  const graph = new OnnxGraph();
  const features = mean.length;
  const { first, second } = HEAD;
  const widths = [features, first, second, 1];
  const row = (values: Float32Array): string => graph.constant(values, [1, features]);
  let tokens = graph.node("Mul", [graph.node("Sub", [INPUT, row(mean)]), row(scale)]);
  weights.forEach((weight, at) => {
    const shape = [widths[at]!, widths[at + 1]!];
    const output = graph.node("Gemm", [
      tokens,
      graph.constant(weight, shape),
      graph.constant(biases[at]!, [widths[at + 1]!]),
    ]);
    tokens = at < 2 ? graph.node("Relu", [output]) : output;
  });
  return { bytes: graph.model([INPUT, [rows, features]], [tokens, [rows, 1]]), output: tokens };
}

export interface Model {
  readonly bytes: Uint8Array;
  /** Name of the output. */
  readonly output: string;
}

/** userVector of src/core/rank/encoder.ts: vectors of products and marks [length x width], the newest last, to the user vector [1 x width]. */
export function encoderModel({ arrays }: EncoderWeights, length: number): Model {
  const graph = new OnnxGraph();
  const { width, blocks } = ENCODER;
  const [places, , ...rest] = arrays as readonly [Float32Array, Float32Array, ...Float32Array[]];
  const positions = graph.constant(places.slice(0, length * width), [length, width]);
  let tokens = graph.node("Add", [INPUT, positions]);
  for (let block = 0; block < blocks; block++) {
    const weights = rest.slice(block * ARRAYS_A_BLOCK, (block + 1) * ARRAYS_A_BLOCK);
    // Of the last block only the last token is wanted, as there.
    tokens = throughBlock(graph, tokens, weights, length, block === blocks - 1 ? length - 1 : 0);
  }
  const [gain, bias] = rest.slice(-2) as [Float32Array, Float32Array];
  const output = normalised(graph, tokens, gain, bias);
  return { bytes: graph.model([INPUT, [length, width]], [output, [1, width]]), output };
}

/** The tokens from `from` on, after one block. */
function throughBlock(
  graph: OnnxGraph,
  tokens: string,
  arrays: readonly Float32Array[],
  length: number,
  from: number,
): string {
  const { width, hidden } = ENCODER;
  const [gain1, bias1, qkv, qkvBias, out, outBias, gain2, bias2, up, upBias, down, downBias] = arrays as Float32Array[];
  const affine = (input: string, weight: Float32Array, bias: Float32Array, inner: number): string =>
    graph.node("Gemm", [input, graph.constant(weight, [inner, bias.length]), graph.constant(bias, [bias.length])]);
  const rows = affine(normalised(graph, tokens, gain1!, bias1!), qkv!, qkvBias!, width);
  const attention = affine(attended(graph, rows, length, from), out!, outBias!, width);
  const x = graph.node("Add", [lastOf(graph, tokens, length, from), attention]);
  const middle = graph.node("Relu", [affine(normalised(graph, x, gain2!, bias2!), up!, upBias!, width)]);
  return graph.node("Add", [x, affine(middle, down!, downBias!, hidden)]);
}

function lastOf(graph: OnnxGraph, tokens: string, length: number, from: number): string {
  if (from === 0) return tokens;
  return graph.node("Slice", [tokens, graph.wholes([from]), graph.wholes([length]), graph.wholes([0])]);
}

/** Rows of query, key and value, [length x 3 width], to what each token from `from` on takes from those up to it. */
function attended(graph: OnnxGraph, rows: string, length: number, from: number): string {
  const { width, heads } = ENCODER;
  const size = width / heads;
  const wanted = length - from;
  const [query, keys, values] = graph.nodes("Split", [rows, graph.wholes([width, width, width])], 3, { axis: 1 });
  const byHead = (input: string, count: number, perm: readonly number[]): string =>
    graph.node("Transpose", [graph.node("Reshape", [input, graph.wholes([count, heads, size])])], { perm });
  const asked = byHead(lastOf(graph, query!, length, from), wanted, [1, 0, 2]);
  const dots = graph.node("MatMul", [asked, byHead(keys!, length, [1, 2, 0])]);
  const logits = graph.node("Mul", [dots, graph.constant(Float32Array.of(1 / Math.sqrt(size)), [1])]);
  const mask = Float32Array.from({ length: wanted * length }, (_, at) =>
    at % length > from + Math.floor(at / length) ? NEVER : 0,
  );
  const shares = graph.node("Softmax", [graph.node("Add", [logits, graph.constant(mask, [wanted, length])])], {
    axis: 2,
  });
  const context = graph.node("MatMul", [shares, byHead(values!, length, [1, 0, 2])]);
  const together = graph.node("Transpose", [context], { perm: [1, 0, 2] });
  return graph.node("Reshape", [together, graph.wholes([wanted, width])]);
}

function normalised(graph: OnnxGraph, rows: string, gain: Float32Array, bias: Float32Array): string {
  const { width } = ENCODER;
  return graph.node("LayerNormalization", [rows, graph.constant(gain, [width]), graph.constant(bias, [width])], {
    axis: 1,
    epsilon: { float: 1e-5 },
  });
}
