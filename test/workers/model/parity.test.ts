import { beforeEach, describe, expect, test } from "vitest";
import { ENCODER } from "../../../src/core/catalogue/learned.ts";
import { prepareEncoder, userVector } from "../../../src/core/rank/encoder.ts";
import { headOutputs } from "../../../src/core/rank/head.ts";
import { plainProduct } from "../../../src/core/rank/product.ts";
import { BACKENDS, type BackendName } from "../../../workers/model/backend.ts";
import { askOnce } from "./ask.ts";
import { ENCODER_WEIGHTS, HEAD_WEIGHTS, normals, PRODUCTS, WIDTH } from "./learned.ts";
import type { Answer, Asked } from "./model.worker.ts";

/** A device compiles its shaders, in software too. */
const SLOW = { timeout: 120_000 };
const hasGpu = Boolean(await navigator.gpu?.requestAdapter());

const CANDIDATES = 380;
const features = normals(CANDIDATES * WIDTH, 40).map((value, cell) => 2 * value + HEAD_WEIGHTS.mean[cell % WIDTH]!);
const { kinds, gaps } = ENCODER;
/** Of one product, of some with repeats, of just as many as are read, and of more; with every mark, and with fewer than two. */
const histories = [1, 2, 7, 49, 50, 63].map((length) =>
  [...normals(length, 41 + length)].map((value, at) => ({
    item: Math.floor(Math.abs(value) * 997) % PRODUCTS,
    marks: [(length + at) % kinds, kinds + ((length + at) % gaps)].slice(0, 2 - Number(at === 0) - Number(at === 20)),
  })),
);

const encoder = prepareEncoder(ENCODER_WEIGHTS);
const plain = {
  outputs: headOutputs(HEAD_WEIGHTS, features),
  vectors: histories.map((history) => userVector(encoder, history.slice(-ENCODER.positions), plainProduct)),
};

const asked = new Map<BackendName, Promise<Answer>>();
function answerOf(backend: BackendName): Promise<Answer> {
  const worker = (): Worker => new Worker(new URL("./model.worker.ts", import.meta.url), { type: "module" });
  if (!asked.has(backend)) asked.set(backend, askOnce(worker(), { backend, features, histories } satisfies Asked));
  return asked.get(backend)!;
}

const top20 = (scores: Float32Array): number[] =>
  [...scores.keys()].sort((a, b) => scores[b]! - scores[a]! || a - b).slice(0, 20);

const itemScores = (vector: Float32Array): Float32Array =>
  ENCODER_WEIGHTS.scales.map((scale, item) => {
    let dot = 0;
    for (let d = 0; d < ENCODER.width; d++) dot += vector[d]! * ENCODER_WEIGHTS.items[item * ENCODER.width + d]!;
    return dot * scale;
  });

const largestDifference = (a: Float32Array, b: Float32Array): number => {
  expect(a).toHaveLength(b.length);
  return a.reduce((most, value, at) => Math.max(most, Math.abs(value - b[at]!)), 0);
};

describe.each(BACKENDS)("tfjs on %s, in a worker", (backend) => {
  beforeEach(({ skip }) =>
    skip(backend === "webgpu" && !hasGpu, "this browser answers no WebGPU adapter, not even one in software"),
  );

  test("the head gives the outputs and the top 20 of the plain typed arrays", SLOW, async () => {
    const { backend: used, outputs } = await answerOf(backend);
    expect(used).toBe(backend);
    expect(largestDifference(outputs, plain.outputs)).toBeLessThan(1e-3);
    expect(top20(outputs)).toEqual(top20(plain.outputs));
  });

  test("the encoder gives the scores and the top 20 of the plain typed arrays", SLOW, async () => {
    const { vectors } = await answerOf(backend);
    histories.forEach((_, at) => {
      const scores = itemScores(vectors[at]!);
      const expected = itemScores(plain.vectors[at]!);
      expect(largestDifference(scores, expected)).toBeLessThan(1e-3);
      expect(top20(scores)).toEqual(top20(expected));
    });
  });

  test("no tensor is left behind", SLOW, async () => {
    const [before, after] = (await answerOf(backend)).tensors;
    expect(after).toBe(before);
  });
});

test("what is compared is neither flat nor the same for every history, nor without its marks", () => {
  expect(Math.max(...plain.outputs) - Math.min(...plain.outputs)).toBeGreaterThan(1);
  const unmarked = histories.map((history) =>
    history.slice(-ENCODER.positions).map(({ item }) => ({ item, marks: [] })),
  );
  const vectors = [...plain.vectors, ...unmarked.map((history) => userVector(encoder, history, plainProduct))];
  expect(new Set(vectors.map((vector) => String(top20(itemScores(vector))))).size).toBe(2 * histories.length);
});
