import { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu/dist/backend_webgpu.js";
import { addConfig } from "@tensorflow/tfjs-backend-webgpu/dist/kernels/Add.js";
import { batchMatMulConfig } from "@tensorflow/tfjs-backend-webgpu/dist/kernels/BatchMatMul.js";
import { castConfig } from "@tensorflow/tfjs-backend-webgpu/dist/kernels/Cast.js";
import { expConfig } from "@tensorflow/tfjs-backend-webgpu/dist/kernels/Exp.js";
import { identityConfig } from "@tensorflow/tfjs-backend-webgpu/dist/kernels/Identity.js";
import { logConfig } from "@tensorflow/tfjs-backend-webgpu/dist/kernels/Log.js";
import { maxConfig } from "@tensorflow/tfjs-backend-webgpu/dist/kernels/Max.js";
import { multiplyConfig } from "@tensorflow/tfjs-backend-webgpu/dist/kernels/Multiply.js";
import { negConfig } from "@tensorflow/tfjs-backend-webgpu/dist/kernels/Neg.js";
import { reluConfig } from "@tensorflow/tfjs-backend-webgpu/dist/kernels/Relu.js";
import { reshapeConfig } from "@tensorflow/tfjs-backend-webgpu/dist/kernels/Reshape.js";
import { rsqrtConfig } from "@tensorflow/tfjs-backend-webgpu/dist/kernels/Rsqrt.js";
import { sliceConfig } from "@tensorflow/tfjs-backend-webgpu/dist/kernels/Slice.js";
import { softmaxConfig } from "@tensorflow/tfjs-backend-webgpu/dist/kernels/Softmax.js";
import { stepConfig } from "@tensorflow/tfjs-backend-webgpu/dist/kernels/Step.js";
import { subConfig } from "@tensorflow/tfjs-backend-webgpu/dist/kernels/Sub.js";
import { sumConfig } from "@tensorflow/tfjs-backend-webgpu/dist/kernels/Sum.js";
import { transposeConfig } from "@tensorflow/tfjs-backend-webgpu/dist/kernels/Transpose.js";
import type { Backend, BackendSources } from "../backend.ts";
import { adapterOf } from "../device.ts";
import { register } from "./register.ts";

const KERNELS = [
  addConfig,
  batchMatMulConfig,
  castConfig,
  expConfig,
  identityConfig,
  logConfig,
  maxConfig,
  multiplyConfig,
  negConfig,
  reluConfig,
  reshapeConfig,
  rsqrtConfig,
  sliceConfig,
  softmaxConfig,
  stepConfig,
  subConfig,
  sumConfig,
  transposeConfig,
];

/** The GPU. Rejects without an adapter. */
export async function startWebgpu({ gpu }: BackendSources): Promise<Backend> {
  const adapter = await adapterOf(gpu);
  if (!adapter) throw new Error("this browser answers no WebGPU adapter");
  const { maxComputeWorkgroupStorageSize, maxComputeInvocationsPerWorkgroup, maxComputeWorkgroupSizeX } =
    adapter.limits;
  const device = await adapter.requestDevice({
    requiredLimits: { maxComputeWorkgroupStorageSize, maxComputeInvocationsPerWorkgroup, maxComputeWorkgroupSizeX },
  });
  return register("webgpu", new WebGPUBackend(device, adapter.info), KERNELS);
}
