import { beforeEach, describe, expect, test } from "vitest";
import { createSlopes } from "../../../compiler/train/slopes.ts";
import { headOutputs } from "../../../src/core/rank/head.ts";
import { BACKENDS, type BackendName } from "../../../workers/model/backend.ts";
import type { HeadSlopes } from "../../../workers/model/slopes.ts";
import { askOnce } from "./ask.ts";
import { HEAD_WEIGHTS, WIDTH } from "./learned.ts";
import { rowsOf } from "./lists.ts";
import { compilersTraining } from "./reference.ts";
import type { Answer, Asked } from "./training.worker.ts";

/** A device compiles its shaders, in software too. */
const SLOW = { timeout: 120_000 };
const hasGpu = Boolean(await navigator.gpu?.requestAdapter());

const STEPS = 10;
const RATE = 1e-3;
const rows = rowsOf(8, 60);

const expected = await createSlopes(WIDTH, rows.base.length)(HEAD_WEIGHTS, rows);
const reference = compilersTraining(HEAD_WEIGHTS, rows);
const expectedLosses = Array.from({ length: STEPS }, () => reference.step(RATE));

const asked = new Map<BackendName, Promise<Answer>>();
function answerOf(backend: BackendName): Promise<Answer> {
  const worker = (): Worker => new Worker(new URL("./training.worker.ts", import.meta.url), { type: "module" });
  if (!asked.has(backend))
    asked.set(backend, askOnce(worker(), { backend, lists: rows, steps: STEPS, rate: RATE } satisfies Asked));
  return asked.get(backend)!;
}

/** It moves all candidates of a list alike, so that its slope is zero but for rounding. */
const LAST_BIAS = 5;

const numbersOf = ({ loss, weights, biases, logBaseWeight }: HeadSlopes): readonly Float32Array[] => [
  ...weights,
  ...biases,
  Float32Array.of(loss, logBaseWeight),
];

describe.each(BACKENDS)("training on %s, in a worker", (backend) => {
  beforeEach(({ skip }) =>
    skip(backend === "webgpu" && !hasGpu, "this browser answers no WebGPU adapter, not even one in software"),
  );

  test("loss and slopes are those of the compiler's own kernels", SLOW, async () => {
    const slopes = numbersOf((await answerOf(backend)).slopes);
    numbersOf(expected).forEach((array, at) => {
      const worst = array.reduce((most, value, cell) => Math.max(most, Math.abs(value - slopes[at]![cell]!)), 0);
      const largest = array.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      expect(slopes[at]).toHaveLength(array.length);
      if (at === LAST_BIAS) expect(Math.max(worst, largest)).toBeLessThan(1e-5);
      else expect(worst / largest).toBeLessThan(1e-3);
    });
  });

  test("steps go where the compiler's go, and down", SLOW, async () => {
    const { losses } = await answerOf(backend);
    losses.forEach((loss, step) => {
      expect(Math.abs(loss - expectedLosses[step]!)).toBeLessThan(1e-3);
    });
    expect(losses.at(-1)).toBeLessThan(losses[0]! / 1.2);
  });

  test("what never varied keeps having no say, and the head given is left as it was", SLOW, async () => {
    const { head } = await answerOf(backend);
    const toggled = rows.values.map((value, cell) => (cell % WIDTH === 5 ? -7 : value));
    expect(headOutputs(head, toggled)).toEqual(headOutputs(head, rows.values));
    expect(head.weights[0]).not.toEqual(HEAD_WEIGHTS.weights[0]);
  });

  test("no tensor is left behind", SLOW, async () => {
    const [before, after] = (await answerOf(backend)).tensors;
    expect(after).toBe(before);
  });
});
