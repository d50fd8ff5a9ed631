import { beforeEach, expect, test } from "vitest";
import { createGpuScorer } from "../../../workers/kernels/scorer/gpu/scorer.ts";

const hasGpu = Boolean(await navigator.gpu?.requestAdapter());
beforeEach(({ skip }) => skip(!hasGpu, "this browser answers no WebGPU adapter, not even one in software"));

/** An adapter gives one device only. */
const openDevice = async (): Promise<GPUDevice> => (await navigator.gpu.requestAdapter())!.requestDevice();
/** A device compiles its shaders, in software too. */
const SLOW = { timeout: 60_000 };
const FEW = { vectors: Int8Array.of(1, 2, 3), scales: Float32Array.of(1, 1, 1), dims: 1 };

test("a scorer rejects once its device is lost, whether it was asked before or after", SLOW, async () => {
  const device = await openDevice();
  const scorer = await createGpuScorer(FEW, device);
  const asked = scorer.top(Float32Array.of(1), 2);
  device.destroy();
  await expect(asked).rejects.toThrow();
  await expect(scorer.top(Float32Array.of(1), 2)).rejects.toThrow();
});

test("items for which there is no room are refused, and the device goes on", SLOW, async () => {
  const device = await openDevice();
  const dims = 1_024;
  const rows = device.limits.maxStorageBufferBindingSize / dims + 1;
  const many = { vectors: new Int8Array(rows * dims), scales: new Float32Array(rows), dims };
  await expect(createGpuScorer(many, device)).rejects.toThrow(/no room for the items/);
  const scorer = await createGpuScorer(FEW, device);
  expect([...(await scorer.top(Float32Array.of(1), 2)).indices]).toEqual([2, 1]);
});

test("a scorer rejects a query it could not answer exactly", SLOW, async () => {
  const scorer = await createGpuScorer(FEW, await openDevice());
  await expect(scorer.top(Float32Array.of(Number.NaN), 1)).rejects.toThrow(/not finite/);
  await expect(scorer.top(Float32Array.of(1), 257)).rejects.toThrow(/count/);
});
