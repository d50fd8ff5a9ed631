import { memory } from "@tensorflow/tfjs-core";
import { backendOrder, type Calibration } from "../../../workers/model/calibrate.ts";
import { deviceOf } from "../../../workers/model/device.ts";
import { headOutputs } from "../../../workers/model/head.ts";
import { createProbe } from "../../../workers/model/probe.ts";
import { Runner } from "../../../workers/model/runner.ts";
import { headSlopes } from "../../../workers/model/slopes.ts";
import { createStart } from "../../../workers/model/start.ts";
import { HeadTuner } from "../../../workers/model/tuner.ts";
import { HEAD_WEIGHTS, normals, WIDTH } from "./learned.ts";
import { rowsOf } from "./lists.ts";

export interface Answer {
  readonly calibrations: readonly Calibration[];
  /** The runner's backend: at first, once the device was lost in a call, once it was lost between two. */
  readonly backends: readonly (string | undefined)[];
  readonly losses: readonly number[];
  /** Outputs asked for as the device went, and after. */
  readonly outputs: readonly Float32Array[];
  /** Tensors alive before, and after. */
  readonly tensors: readonly [number, number];
}

/** The browser's GPU, with a hand on the devices that it gave. */
function watched(gpu: GPU): { readonly gpu: GPU; readonly devices: GPUDevice[] } {
  const devices: GPUDevice[] = [];
  const requestAdapter = async (options?: GPURequestAdapterOptions): Promise<GPUAdapter | null> => {
    const adapter = await gpu.requestAdapter(options);
    const requestDevice = adapter?.requestDevice.bind(adapter);
    return (
      adapter &&
      Object.assign(adapter, {
        requestDevice: async (descriptor?: GPUDeviceDescriptor) => {
          const device = await requestDevice!(descriptor);
          devices.push(device);
          return device;
        },
      })
    );
  };
  // Nothing else of it is used.
  return { gpu: { requestAdapter } as GPU, devices };
}

async function answer(): Promise<Answer> {
  const { gpu, devices } = watched(navigator.gpu);
  const start = createStart({ wasmFolder: "/node_modules/@tensorflow/tfjs-backend-wasm/dist/", gpu });
  const calibrations: Calibration[] = [];
  await backendOrder({
    version: "1",
    device: await deviceOf(gpu, navigator.hardwareConcurrency),
    storage: { read: async () => calibrations.at(-1), write: async (one) => void calibrations.push(one) },
    start,
    probe: createProbe(),
    now: () => performance.now(),
  });
  // As if the GPU had won.
  const runner = new Runner(["webgpu", "wasm", "cpu"], start);
  const before = memory().numTensors;
  const features = normals(380 * WIDTH, 40);
  const tuner = new HeadTuner(HEAD_WEIGHTS, (head, lists) => runner.run(() => headSlopes(head, lists)));
  const rows = rowsOf(8, 60);
  const losses = [await tuner.step(rows, 1e-3)];
  const backends = [runner.backend];
  const asked = runner.run(() => {
    const outputs = headOutputs(HEAD_WEIGHTS, features);
    for (const device of devices) device.destroy();
    return outputs;
  });
  const outputs = [await asked];
  backends.push(runner.backend);
  losses.push(await tuner.step(rows, 1e-3));
  outputs.push(await runner.run(() => headOutputs(HEAD_WEIGHTS, features)));
  return { calibrations, backends, losses, outputs, tensors: [before, memory().numTensors] };
}

addEventListener("message", ({ ports }: MessageEvent<null>) => {
  answer().then(
    (said) => ports[0]!.postMessage({ answer: said }),
    (error) => ports[0]!.postMessage({ error: String(error) }),
  );
});
