import {
  add,
  matMul,
  mul,
  relu,
  reshape,
  rsqrt,
  slice,
  softmax,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
  tensor1d,
  tensor2d,
  tidy,
  transpose,
} from "@tensorflow/tfjs-core";
import { ENCODER, type EncoderWeights } from "../../src/core/catalogue/learned.ts";
import type { Token } from "../../src/core/rank/marks.ts";

const ARRAYS_A_BLOCK = 12;
/** Weight of what comes later, in an attention's logits: nothing is left of it. */
const NEVER = -1e9;

/** What src/core/rank/encoder.ts computes for a history of at least one stay, the newest last, on the backend in use. */
export async function userVector(encoder: EncoderWeights, history: readonly Token[]): Promise<Float32Array> {
  const vector = tidy(() => encoderForward(encoder, history.slice(-ENCODER.positions)));
  try {
    return await vector.data<"float32">();
  } finally {
    vector.dispose();
  }
}

/** [1 x width], the last token's. */
function encoderForward(encoder: EncoderWeights, history: readonly Token[]): Tensor {
  const { width, blocks } = ENCODER;
  const [places, marked, ...rest] = encoder.arrays as readonly [Float32Array, Float32Array, ...Float32Array[]];
  const positions = tensor2d(places.subarray(0, history.length * width), [history.length, width]);
  let tokens: Tensor2D = add(markedItems(encoder, marked, history), positions);
  const mask = causalMask(history.length);
  for (let block = 0; block < blocks; block++)
    tokens = throughBlock(tokens, rest.slice(block * ARRAYS_A_BLOCK, (block + 1) * ARRAYS_A_BLOCK), mask);
  const [gain, bias] = rest.slice(-2) as [Float32Array, Float32Array];
  return normalised(slice(tokens, [history.length - 1, 0], [1, width]), gain, bias);
}

/** [history x width], item vectors with those of their marks. Gathered here: the table is int8, and tfjs has no such tensor. */
function markedItems({ items, scales }: EncoderWeights, marked: Float32Array, history: readonly Token[]): Tensor2D {
  const { width } = ENCODER;
  const rows = new Float32Array(history.length * width);
  history.forEach(({ item, marks }, at) => {
    for (let d = 0; d < width; d++) rows[at * width + d] = items[item * width + d]! * scales[item]!;
    for (const mark of marks) for (let d = 0; d < width; d++) rows[at * width + d]! += marked[mark * width + d]!;
  });
  return tensor2d(rows, [history.length, width]);
}

/** [count x count]. */
const causalMask = (count: number): Tensor2D =>
  tensor2d(
    Float32Array.from({ length: count * count }, (_, at) => (at % count > Math.floor(at / count) ? NEVER : 0)),
    [count, count],
  );

function throughBlock(tokens: Tensor2D, arrays: readonly Float32Array[], mask: Tensor2D): Tensor2D {
  const { width, hidden } = ENCODER;
  const [gain1, bias1, qkv, qkvBias, out, outBias, gain2, bias2, up, upBias, down, downBias] = arrays as Float32Array[];
  const rows = affine(normalised(tokens, gain1!, bias1!), qkv!, qkvBias!, [width, 3 * width]);
  const x = add<Tensor2D>(tokens, affine(attended(rows, mask), out!, outBias!, [width, width]));
  const middle = relu(affine(normalised(x, gain2!, bias2!), up!, upBias!, [width, hidden]));
  return add(x, affine(middle, down!, downBias!, [hidden, width]));
}

/** Rows of query, key and value, [count x 3 width], to what each token takes from those up to it, [count x width]. */
function attended(rows: Tensor2D, mask: Tensor2D): Tensor2D {
  const { width, heads } = ENCODER;
  const count = rows.shape[0];
  const part = (at: number): Tensor =>
    transpose(reshape(slice(rows, [0, at * width], [count, width]), [count, heads, width / heads]), [1, 0, 2]);
  const logits = mul(matMul(part(0), part(1), false, true), 1 / Math.sqrt(width / heads));
  const context = matMul(softmax(add(logits, mask)), part(2));
  return reshape(transpose(context, [1, 0, 2]), [count, width]);
}

/** Each row of ENCODER.width. */
function normalised(rows: Tensor2D, gain: Float32Array, bias: Float32Array): Tensor2D {
  const mean = (values: Tensor): Tensor => mul(sum(values, -1, true), 1 / ENCODER.width);
  const centred = sub(rows, mean(rows));
  const inverse = rsqrt(add(mean(mul(centred, centred)), 1e-5));
  return add(mul(mul(centred, inverse), tensor1d(gain)), tensor1d(bias));
}

const affine = (input: Tensor2D, weight: Float32Array, bias: Float32Array, shape: [number, number]): Tensor2D =>
  add(matMul(input, tensor2d(weight, shape)), tensor1d(bias));
