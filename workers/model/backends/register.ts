import {
  getKernel,
  type KernelBackend,
  type KernelConfig,
  registerBackend,
  registerKernel,
  removeBackend,
  setBackend,
} from "@tensorflow/tfjs-core";
import type { Backend, BackendName } from "../backend.ts";

/** Takes a started backend into tfjs, which keeps one of each name. */
export function register(name: BackendName, backend: KernelBackend, kernels: readonly KernelConfig[]): Backend {
  // They outlive a backend that was disposed.
  for (const kernel of kernels) if (getKernel(kernel.kernelName, name) === undefined) registerKernel(kernel);
  registerBackend(name, () => backend);
  return {
    name,
    use: async () => void (await setBackend(name)),
    dispose: () => removeBackend(name),
  };
}
