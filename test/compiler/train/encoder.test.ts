import { deserialize, serialize } from "node:v8";
import { describe, expect, test } from "vitest";
import { fillNormal } from "../../../compiler/train/draw.ts";
import { drawsOf } from "../../../compiler/train/draws.ts";
import { Encoder, encoderFloats } from "../../../compiler/train/encoder.ts";
import { negativesOf } from "../../../compiler/train/negatives.ts";
import { SampledSoftmax, softmaxFloats } from "../../../compiler/train/sampled-softmax.ts";
import { type EncoderState, trainEncoder } from "../../../compiler/train/train-encoder.ts";
import { Workspace } from "../../../compiler/train/workspace.ts";
import { seededRandom } from "../../../lab/random.ts";
import { ENCODER, ENCODER_ARRAYS, quantised } from "../../../src/core/catalogue/learned.ts";
import { userVector } from "../../../src/core/rank/encoder.ts";
import { plainProduct } from "../../../src/core/rank/product.ts";
import { createGemm } from "../../../workers/kernels/gemm/gemm.ts";

const PRODUCTS = 30;
const TOKENS = 40;
const NEGATIVES = 8;
const BATCH = { items: Uint32Array.from([1, 5, 9, 2, 3, 3, 8, 20, 21]), offsets: Uint32Array.from([0, 4, 6, 9]) };
const TARGETS = Int32Array.from([5, 9, 2, 7, 3, 11, 20, 21, -1]);
const ANSWERED = 8;
const DRAWN = negativesOf([1, 1, 1, 5, 5, 9], PRODUCTS, 0.5);

function rig(seed: number) {
  const random = seededRandom(seed).next;
  const floats = encoderFloats(PRODUCTS, TOKENS) + softmaxFloats(ENCODER.width, NEGATIVES, TOKENS);
  const workspace = new Workspace(createGemm(), floats);
  const encoder = new Encoder(workspace, PRODUCTS, TOKENS, random);
  for (const { weights } of encoder.parameters) {
    const noise = new Float32Array(weights.data.length);
    fillNormal(noise, 0.1, random);
    noise.forEach((value, at) => {
      weights.data[at]! += value;
    });
  }
  fillNormal(encoder.items.weights.data, 0.3, random);
  const softmax = new SampledSoftmax(workspace, ENCODER.width, NEGATIVES, TOKENS);
  const loss = (): number => {
    encoder.forward(BATCH, 0, random);
    const { weights, gradient } = encoder.items;
    const draws = seededRandom(11).next;
    const total = softmax.run(encoder.user.output, TARGETS.length, TARGETS, weights.data, gradient.data, DRAWN, draws);
    return total / ANSWERED;
  };
  return { random, encoder, softmax, loss };
}

describe("the encoder in training", () => {
  test("its gradients are what differences of the loss say, for every parameter", () => {
    const { random, encoder, softmax, loss } = rig(5);
    loss();
    encoder.backward(softmax.slope);
    const slopes = encoder.parameters.map(({ gradient }) => gradient.data.slice());
    encoder.parameters.forEach(({ weights: { data } }, parameter) => {
      for (let draw = 0; draw < 6; draw++) {
        const at = Math.floor(random() * data.length);
        const old = data[at]!;
        const step = 4e-3;
        data[at] = old + step;
        const above = loss();
        data[at] = old - step;
        const below = loss();
        data[at] = old;
        expect.soft((above - below) / (2 * step), `parameter ${parameter}`).toBeCloseTo(slopes[parameter]![at]!, 2);
      }
    });
  });

  test("the same user vectors as the one that ships, but for the rounding of item vectors", () => {
    const { encoder, loss } = rig(6);
    loss();
    const [items, ...arrays] = encoder.parameters.map(({ weights }) => weights.data.slice());
    expect(arrays.map(({ length }) => length)).toEqual(ENCODER_ARRAYS);
    const shipped = { ...quantised(items!), arrays };
    const trained = encoder.user.output.data.subarray(3 * ENCODER.width, 4 * ENCODER.width);
    const used = userVector(shipped, [1, 5, 9, 2], plainProduct);
    const cosine = used.reduce((sum, value, d) => sum + value * trained[d]!, 0);
    expect(cosine / Math.hypot(...used) / Math.hypot(...trained)).toBeGreaterThan(0.999);
  });

  test("a product is told by those before it alone, not by those after", () => {
    const { encoder, random } = rig(7);
    const outputOf = (items: readonly number[]): Float32Array => {
      encoder.forward({ items: Uint32Array.from(items), offsets: Uint32Array.of(0, items.length) }, 0, random);
      return encoder.user.output.data.slice(0, 2 * ENCODER.width);
    };
    expect(outputOf([4, 8, 3])).toEqual(outputOf([4, 8, 17]));
    expect(outputOf([4, 8, 3])).not.toEqual(outputOf([8, 4, 3]));
  });
});

test("an encoder learns a shop where each product is followed by the next", () => {
  const random = seededRandom(3).next;
  const ring = (from: number): number[] => Array.from({ length: 5 }, (_, step) => (from + step) % PRODUCTS);
  const sequences = Array.from({ length: 600 }, () => ring(Math.floor(random() * PRODUCTS)));
  const start = new Float32Array(PRODUCTS * ENCODER.width);
  fillNormal(start, 0.1, random);
  const heard: number[] = [];
  const options = { dropout: 0.1, rate: 3e-3, negatives: 16, popular: 0.5, tokens: 256, maxEpochs: 12, patience: 12 };
  const { heldOut } = trainEncoder(sequences, start, options, drawsOf(3), (epoch) => heard.push(epoch));
  expect(heard).toEqual(Array.from({ length: 12 }, (_, at) => at + 1));
  // By chance it is about .36.
  expect(heldOut).toBeGreaterThan(0.95);
});

test("a training that goes on from any of its epochs comes to the same weights, to the last bit", () => {
  const random = seededRandom(4).next;
  const walk = (): number[] => Array.from({ length: 6 }, () => Math.floor(random() * PRODUCTS));
  const sequences = Array.from({ length: 60 }, walk);
  const start = new Float32Array(PRODUCTS * ENCODER.width);
  fillNormal(start, 0.1, random);
  const options = { dropout: 0.3, rate: 3e-3, negatives: 16, popular: 0.5, tokens: 64, maxEpochs: 5, patience: 5 };
  const states: EncoderState[] = [];
  const whole = trainEncoder(sequences, start, options, drawsOf(4), (_epoch, _loss, _heldOut, state) => {
    states.push(deserialize(serialize(state())));
  });
  expect(states).toHaveLength(5);
  for (const state of states)
    expect(trainEncoder(sequences, start, options, drawsOf(4), () => {}, state)).toEqual(whole);
  expect(trainEncoder(sequences, start, options, drawsOf(5), () => {})).not.toEqual(whole);
});
