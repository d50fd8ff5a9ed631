import type { Backend, BackendName, BackendSources, StartBackend } from "./backend.ts";

/** Each in a chunk of its own, loaded when it is asked for. */
const STARTS: Readonly<Record<BackendName, StartBackend>> = {
  webgpu: async (sources) => (await import("./backends/webgpu.ts")).startWebgpu(sources),
  wasm: async (sources) => (await import("./backends/wasm.ts")).startWasm(sources),
  cpu: async () => (await import("./backends/cpu.ts")).startCpu(),
};

/** Once a backend and worker. Rejects where this browser, device or page policy does not have it. */
export const startBackend = (name: BackendName, sources: BackendSources): Promise<Backend> => STARTS[name](sources);
