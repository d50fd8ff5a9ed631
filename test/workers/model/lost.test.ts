import { beforeEach, describe, expect, test } from "vitest";
import { headOutputs } from "../../../src/core/rank/head.ts";
import { BACKENDS } from "../../../workers/model/backend.ts";
import { askOnce } from "./ask.ts";
import { HEAD_WEIGHTS, normals, WIDTH } from "./learned.ts";
import { rowsOf } from "./lists.ts";
import type { Answer } from "./lost.worker.ts";
import { compilersTraining } from "./reference.ts";

const SLOW = { timeout: 120_000 };
const hasGpu = Boolean(await navigator.gpu?.requestAdapter());

describe("a GPU that is lost", () => {
  beforeEach(({ skip }) => skip(!hasGpu, "this browser answers no WebGPU adapter, not even one in software"));

  test("costs no call and no step: the next backend answers", SLOW, async () => {
    const worker = new Worker(new URL("./lost.worker.ts", import.meta.url), { type: "module" });
    const { calibrations, backends, losses, outputs, tensors } = await askOnce<Answer>(worker, null);
    expect(calibrations).toHaveLength(1);
    expect([...calibrations[0]!.order].sort()).toEqual([...BACKENDS].sort());
    expect(backends).toEqual(["webgpu", "wasm"]);
    const expected = headOutputs(HEAD_WEIGHTS, normals(380 * WIDTH, 40));
    for (const one of outputs)
      one.forEach((output, row) => {
        expect(Math.abs(output - expected[row]!)).toBeLessThan(1e-3);
      });
    const reference = compilersTraining(HEAD_WEIGHTS, rowsOf(8, 60));
    for (const loss of losses) expect(Math.abs(loss - reference.step(1e-3))).toBeLessThan(1e-3);
    expect(tensors[1]).toBe(tensors[0]);
  });
});
