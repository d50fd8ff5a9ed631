import type { Backend, BackendName, BackendSources, StartBackend } from "./backend.ts";

/** Each in a chunk of its own, loaded when it is asked for. */
const STARTS: Readonly<Record<BackendName, (sources: BackendSources) => Promise<Backend>>> = {
  webgpu: async (sources) => (await import("./backends/webgpu.ts")).startWebgpu(sources),
  wasm: async (sources) => (await import("./backends/wasm.ts")).startWasm(sources),
  cpu: async () => (await import("./backends/cpu.ts")).startCpu(),
};

/** Starts backends, each once until it is disposed. */
export function createStart(sources: BackendSources): StartBackend {
  const started = new Map<BackendName, Promise<Backend>>();
  const start = async (name: BackendName): Promise<Backend> => {
    const backend = await STARTS[name](sources);
    return {
      ...backend,
      dispose() {
        started.delete(name);
        backend.dispose();
      },
    };
  };
  return (name) => {
    const running = started.get(name) ?? start(name);
    started.set(name, running);
    return running;
  };
}
