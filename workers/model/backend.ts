/** The best first, where a device has them all. */
export const BACKENDS = ["webgpu", "wasm", "cpu"] as const;
export type BackendName = (typeof BACKENDS)[number];

/** A tfjs backend that is registered and started. */
export interface Backend {
  readonly name: BackendName;
  /** What it runs on, as far as the browser tells. */
  readonly device: string;
  /** Resolves once it can no longer compute. */
  readonly lost: Promise<void>;
}

/** What a backend needs from the platform. */
export interface BackendSources {
  /** Folder of tfjs-backend-wasm.wasm and tfjs-backend-wasm-simd.wasm, with a slash at its end. */
  readonly wasmFolder: string;
  /** Undefined where there is no WebGPU. */
  readonly gpu: GPU | undefined;
}

export type StartBackend = (sources: BackendSources) => Promise<Backend>;
