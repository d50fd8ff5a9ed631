/** The likely fastest first. */
export const BACKENDS = ["webgpu", "wasm", "cpu"] as const;
export type BackendName = (typeof BACKENDS)[number];

/** A tfjs backend that is registered and started. */
export interface Backend {
  readonly name: BackendName;
  /** Makes it the one that tensors are made on. */
  use(): Promise<void>;
  /** Gives back its memory. Its tensors are gone. */
  dispose(): void;
}

/** What a backend needs from the platform. */
export interface BackendSources {
  /**
   * Folder of tfjs-backend-wasm.wasm and tfjs-backend-wasm-simd.wasm, with a slash at its end; or the address of each by its name,
   * where a bundler may have renamed them.
   */
  readonly wasmFolder: string | Readonly<Record<string, string>>;
  /** Undefined where there is no WebGPU. */
  readonly gpu: GPU | undefined;
}

/** Of some backends. */
export type Starts = Readonly<Partial<Record<BackendName, (sources: BackendSources) => Promise<Backend>>>>;

/** Rejects where this browser, device or page policy does not have it. */
export type StartBackend = (name: BackendName) => Promise<Backend>;
