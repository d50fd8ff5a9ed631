import {
  type KernelBackend,
  type KernelConfig,
  registerBackend,
  registerKernel,
  setBackend,
} from "@tensorflow/tfjs-core";
import type { BackendName } from "../backend.ts";

/** Makes a started backend the one in use. Once a backend: tfjs keeps one of each name. */
export async function register(
  name: BackendName,
  backend: KernelBackend,
  kernels: readonly KernelConfig[],
): Promise<void> {
  for (const kernel of kernels) registerKernel(kernel);
  registerBackend(name, () => backend);
  await setBackend(name);
}
