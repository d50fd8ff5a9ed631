import { INPUT, type Model } from "./inkling.ts";

/** As much of onnxruntime-web as is used here; bench/peer.ts installs it, and only when it is asked for. */
interface Runtime {
  readonly env: {
    readonly versions: { readonly web?: string };
    readonly wasm: { numThreads: number; wasmPaths: string };
  };
  readonly Tensor: new (type: "float32", data: Float32Array, dims: readonly number[]) => unknown;
  readonly InferenceSession: {
    create(model: Uint8Array, options: { readonly executionProviders: readonly string[] }): Promise<Session>;
  };
}

interface Session {
  run(feeds: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, { readonly data: Float32Array }>>>;
}

/** The file for its wasm backend alone, at an address of the bench's server. */
const RUNTIME = "/ort/ort.wasm.bundle.min.mjs";

let loaded: Promise<Runtime> | undefined;

async function load(): Promise<Runtime> {
  const runtime = (await import(RUNTIME)) as Runtime;
  // Threads need a page isolated by COOP and COEP, which a shop's page is not. (This one is, for finer clocks.)
  runtime.env.wasm.numThreads = 1;
  runtime.env.wasm.wasmPaths = "/ort/";
  return runtime;
}

function runtimeOf(): Promise<Runtime> {
  loaded ??= load();
  return loaded;
}

export async function runtimeVersion(): Promise<string> {
  return (await runtimeOf()).env.versions.web ?? "";
}

/** Answers what the model makes of one input of this shape. */
export async function startModel(
  { bytes, output }: Model,
  shape: readonly [number, number],
): Promise<(input: Float32Array) => Promise<Float32Array>> {
  const { InferenceSession, Tensor } = await runtimeOf();
  const session = await InferenceSession.create(bytes, { executionProviders: ["wasm"] });
  return async (input) => (await session.run({ [INPUT]: new Tensor("float32", input, shape) }))[output]!.data;
}
