import { readFileSync } from "node:fs";
import { brotliCompressSync, constants } from "node:zlib";
import { bundledCode } from "./bundle.ts";
import { PEER_FILES } from "./peer.ts";

/** Bytes that a browser fetches to compute the model one way: as brotli sends them, code and WebAssembly apart. */
export interface ChunkBytes {
  readonly name: string;
  readonly codeBytes: number;
  readonly binaryBytes: number;
}

const TFJS_BINARY = "node_modules/@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm";
/** At the highest quality fourteen megabytes take minutes and come out 2 % smaller. */
const QUALITY = { code: 11, binary: 9 };

const brotli = (bytes: Uint8Array | string, quality: number): number =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } }).length;

const fileBytes = (path: string, quality: number): number => brotli(readFileSync(path), quality);

/** Ours carry their WebAssembly in the code. */
export async function modelChunks(): Promise<ChunkBytes[]> {
  const model = ["head", "encoder", "slopes", "tuner"].map((name) => `workers/model/${name}.ts`);
  const tfjs = async (backend: string, binaryBytes: number): Promise<ChunkBytes> => ({
    name: `tfjs, ${backend}`,
    codeBytes: await bundledBytes([...model, `workers/model/backends/${backend}.ts`]),
    binaryBytes,
  });
  return [
    {
      name: "learned.js: plain typed arrays and WASM SIMD kernels",
      codeBytes: fileBytes("dist/learned.js", QUALITY.code),
      binaryBytes: 0,
    },
    {
      name: "a step by the compiler's training",
      codeBytes: await bundledBytes(["bench/browser/own-step.ts", "workers/kernels/gemm/gemm.ts"]),
      binaryBytes: 0,
    },
    await tfjs("cpu", 0),
    await tfjs("wasm", fileBytes(TFJS_BINARY, QUALITY.code)),
    await tfjs("webgpu", 0),
    {
      name: "onnxruntime-web, wasm",
      codeBytes: fileBytes(`${PEER_FILES}/ort.wasm.bundle.min.mjs`, QUALITY.code),
      binaryBytes: fileBytes(`${PEER_FILES}/ort-wasm-simd-threaded.wasm`, QUALITY.binary),
    },
  ];
}

/** Of these sources with all that they import. */
async function bundledBytes(sources: readonly string[]): Promise<number> {
  return (await bundledCode(sources)).reduce((sum, code) => sum + brotli(code, QUALITY.code), 0);
}
