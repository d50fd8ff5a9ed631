import { deserialize, serialize } from "node:v8";
import { describe, expect, test } from "vitest";
import { fillNormal } from "../../../compiler/train/draw.ts";
import { drawsOf } from "../../../compiler/train/draws.ts";
import { Encoder, encoderFloats } from "../../../compiler/train/encoder.ts";
import { negativesOf } from "../../../compiler/train/negatives.ts";
import { SampledSoftmax, softmaxFloats } from "../../../compiler/train/sampled-softmax.ts";
import { type Begin, type EncoderState, trainEncoder } from "../../../compiler/train/train-encoder.ts";
import { Workspace } from "../../../compiler/train/workspace.ts";
import { seededRandom } from "../../../lab/random.ts";
import { ENCODER, ENCODER_ARRAYS, quantised } from "../../../src/core/catalogue/learned.ts";
import { userVector } from "../../../src/core/rank/encoder.ts";
import type { Token } from "../../../src/core/rank/marks.ts";
import { plainProduct } from "../../../src/core/rank/product.ts";
import { createGemm } from "../../../workers/kernels/gemm/gemm.ts";

const PRODUCTS = 30;
const TOKENS = 40;
const NEGATIVES = 8;
const bare = (item: number): Token => ({ item, marks: [] });
const CART = 1;
const GAP = ENCODER.kinds;
/** With marks of every kind, none, and those of one gap only. */
const tokens = [1, 5, 9, 2, 3, 3, 8, 20, 21].map((item, at) => ({ item, marks: [at % 3, GAP + at].slice(at % 3) }));
const BATCH = { tokens, offsets: Uint32Array.from([0, 4, 6, 9]) };
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
        // Small: a relu that turns within it bends the difference.
        const step = 4e-4;
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
    const used = userVector(shipped, tokens.slice(0, 4), plainProduct);
    const cosine = used.reduce((sum, value, d) => sum + value * trained[d]!, 0);
    expect(cosine / Math.hypot(...used) / Math.hypot(...trained)).toBeGreaterThan(0.999);
  });

  test("a product is told by those before it alone, not by those after", () => {
    const { encoder, random } = rig(7);
    const outputOf = (items: readonly number[]): Float32Array => {
      encoder.forward({ tokens: items.map(bare), offsets: Uint32Array.of(0, items.length) }, 0, random);
      return encoder.user.output.data.slice(0, 2 * ENCODER.width);
    };
    expect(outputOf([4, 8, 3])).toEqual(outputOf([4, 8, 17]));
    expect(outputOf([4, 8, 3])).not.toEqual(outputOf([8, 4, 3]));
  });
});

function beginOf(random: () => number): Begin {
  const start = new Float32Array(PRODUCTS * ENCODER.width);
  fillNormal(start, 0.1, random);
  return () => start;
}

const silent = (): void => {};

test("an encoder learns a shop where each product is followed by the next", () => {
  const random = seededRandom(3).next;
  const ring = (from: number): number[] => Array.from({ length: 5 }, (_, step) => (from + step) % PRODUCTS);
  const sequences = Array.from({ length: 600 }, () => ring(Math.floor(random() * PRODUCTS)).map(bare));
  const begin = beginOf(random);
  const heard: number[] = [];
  const options = { dropout: 0.1, rate: 3e-3, negatives: 16, popular: 0.5, tokens: 256, maxEpochs: 12, patience: 12 };
  const { heldOut } = trainEncoder(sequences, PRODUCTS, begin, options, drawsOf(3), (epoch) => heard.push(epoch));
  expect(heard).toEqual(Array.from({ length: 12 }, (_, at) => at + 1));
  // By chance it is about .36.
  expect(heldOut).toBeGreaterThan(0.95);
});

test("a training that goes on from any of its epochs comes to the same weights, to the last bit", () => {
  const random = seededRandom(4).next;
  const walk = (): number[] => Array.from({ length: 6 }, () => Math.floor(random() * PRODUCTS));
  const sequences = Array.from({ length: 60 }, (_, s) =>
    walk().map((item, at) => ({ item, marks: [s % 2, GAP + (at % 3)] })),
  );
  const begin = beginOf(random);
  const options = { dropout: 0.3, rate: 3e-3, negatives: 16, popular: 0.5, tokens: 64, maxEpochs: 5, patience: 5 };
  const states: EncoderState[] = [];
  const whole = trainEncoder(sequences, PRODUCTS, begin, options, drawsOf(4), (_epoch, _loss, _heldOut, state) => {
    states.push(deserialize(serialize(state())));
  });
  expect(states).toHaveLength(5);
  for (const state of states)
    expect(trainEncoder(sequences, PRODUCTS, begin, options, drawsOf(4), silent, state)).toEqual(whole);
  expect(trainEncoder(sequences, PRODUCTS, begin, options, drawsOf(5), silent)).not.toEqual(whole);
});

describe("marks", () => {
  const OPTIONS = { dropout: 0.2, rate: 3e-3, negatives: 16, popular: 0.5, tokens: 64, maxEpochs: 3, patience: 3 };
  const random = seededRandom(6).next;
  const walks = Array.from({ length: 80 }, () => Array.from({ length: 5 }, () => Math.floor(random() * PRODUCTS)));
  const begin = beginOf(random);
  const trained = (marksOf: (walk: number, at: number) => readonly number[]) => {
    const sequences = walks.map((items, walk) => items.map((item, at) => ({ item, marks: marksOf(walk, at) })));
    return trainEncoder(sequences, PRODUCTS, begin, OPTIONS, drawsOf(6), silent).arrays;
  };
  const rowOf = (arrays: readonly Float32Array[], mark: number): Float32Array =>
    arrays[2]!.subarray(mark * ENCODER.width, (mark + 1) * ENCODER.width);
  const isZero = (row: Float32Array): boolean => row.every((value) => value === 0);
  const none = trained(() => []);

  test.each<[string, (walk: number, at: number) => readonly number[]]>([
    ["of one kind and one gap", (_, at) => (at === 0 ? [CART] : [CART, GAP + 4])],
    ["of another kind in what came next alone", (_, at) => (at === 4 ? [CART] : [0])],
  ])("%s say nothing: not a bit of any weight is another, and theirs are zero", (_, marksOf) => {
    expect(trained(marksOf)).toEqual(none);
    expect(isZero(none[2]!)).toBe(true);
  });

  test("that vary are learned, and those never met stay zero", () => {
    const arrays = trained((walk, at) => [walk % 2 === 0 ? 0 : 2, ...(at === 0 ? [] : [GAP + 3])]);
    expect([0, 2].map((mark) => isZero(rowOf(arrays, mark)))).toEqual([false, false]);
    // One kind was never met, and of gaps there is one.
    const others = Array.from({ length: ENCODER.kinds + ENCODER.gaps }, (_, mark) => mark).filter(
      (mark) => mark % 2 === 1 || mark > 2,
    );
    expect(others.filter((mark) => !isZero(rowOf(arrays, mark)))).toEqual([]);
  });

  test("tell what products do not: after a cart comes another product than after a look", () => {
    const next = (item: number, kind: number): number => (item + (kind === CART ? 7 : 1)) % PRODUCTS;
    const shoppers = Array.from({ length: 700 }, () => {
      let item = Math.floor(random() * PRODUCTS);
      return Array.from({ length: 5 }, () => {
        const token = { item, marks: [random() < 0.5 ? 0 : CART] };
        item = next(item, token.marks[0]!);
        return token;
      });
    });
    const options = { ...OPTIONS, dropout: 0.1, tokens: 128, maxEpochs: 16, patience: 16 };
    const heldOut = (sequences: readonly (readonly Token[])[]): number =>
      trainEncoder(sequences, PRODUCTS, begin, options, drawsOf(6), silent).heldOut;
    const unmarked = shoppers.map((sequence) => sequence.map(({ item }) => bare(item)));
    expect(heldOut(shoppers)).toBeGreaterThan(heldOut(unmarked) + 0.1);
  });
});
