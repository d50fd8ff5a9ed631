import { ENCODER, type EncoderWeights } from "../../src/core/catalogue/learned.ts";
import { userVector } from "../../src/core/rank/encoder.ts";
import { headOutputs } from "../../src/core/rank/head.ts";
import type { Token } from "../../src/core/rank/marks.ts";
import { type Product, plainProduct } from "../../src/core/rank/product.ts";
import { createGemm, type Gemm } from "../../workers/kernels/gemm/gemm.ts";
import { createProduct } from "../../workers/kernels/gemm/product.ts";
import type { BackendName, StartBackend } from "../../workers/model/backend.ts";
import { userVector as tfjsUserVector } from "../../workers/model/encoder.ts";
import { headOutputs as tfjsHeadOutputs } from "../../workers/model/head.ts";
import { headSlopes } from "../../workers/model/slopes.ts";
import { HeadTuner } from "../../workers/model/tuner.ts";
import { type Inputs, RATE, type WorkName } from "./model-work.ts";
import { encoderModel, headModel } from "./onnx/inkling.ts";
import { startModel } from "./onnx/runtime.ts";
import { ownStep } from "./own-step.ts";
import { plainGemm } from "./plain-gemm.ts";

type Run = () => Float32Array | Promise<Float32Array>;

/** One way to compute the work; what it cannot do is missing. A step answers its loss. */
export interface Contender {
  readonly name: string;
  /** Makes it ready to run, where others have run in between. */
  readonly use?: () => Promise<void>;
  readonly runs: Readonly<Partial<Record<WorkName, Run>>>;
}

function own(
  name: string,
  product: Product,
  gemm: Gemm,
  { head, encoder, features, histories, rows }: Inputs,
): Contender {
  const step = ownStep(gemm, head, rows, RATE);
  return {
    name,
    runs: {
      "user vector of 10": () => userVector(encoder, histories.short, product),
      "user vector of 50": () => userVector(encoder, histories.long, product),
      head: () => headOutputs(head, features, product),
      step: async () => Float32Array.of(await step()),
    },
  };
}

export const plain = (given: Inputs): Contender => own("plain typed arrays", plainProduct, plainGemm(), given);

export const wasm = (given: Inputs): Contender =>
  own("WASM SIMD kernels", createProduct(createGemm()), createGemm(), given);

export async function tfjs(
  name: BackendName,
  start: StartBackend,
  { head, encoder, features, histories, rows }: Inputs,
): Promise<Contender> {
  const backend = await start(name);
  const tuner = new HeadTuner(head, headSlopes);
  return {
    name: `tfjs, ${name}`,
    use: () => backend.use(),
    runs: {
      "user vector of 10": () => tfjsUserVector(encoder, histories.short),
      "user vector of 50": () => tfjsUserVector(encoder, histories.long),
      head: () => tfjsHeadOutputs(head, features),
      step: async () => Float32Array.of(await tuner.step(rows, RATE)),
    },
  };
}

/** It no longer trains in browsers: forward alone. */
export async function onnx({ head, encoder, features, histories }: Inputs): Promise<Contender> {
  const rows = features.length / head.mean.length;
  const headRun = await startModel(headModel(head, rows), [rows, head.mean.length]);
  const vectorRun = async (history: readonly Token[]): Promise<Run> => {
    const run = await startModel(encoderModel(encoder, history.length), [history.length, ENCODER.width]);
    return () => run(vectorsOf(encoder, history));
  };
  return {
    name: "onnxruntime-web, wasm",
    runs: {
      "user vector of 10": await vectorRun(histories.short),
      "user vector of 50": await vectorRun(histories.long),
      head: () => headRun(features),
    },
  };
}

/** [history x width], gathered here as for everybody else. */
function vectorsOf({ items, scales, arrays }: EncoderWeights, history: readonly Token[]): Float32Array {
  const { width } = ENCODER;
  const rows = new Float32Array(history.length * width);
  history.forEach(({ item, marks }, at) => {
    for (let d = 0; d < width; d++) rows[at * width + d] = items[item * width + d]! * scales[item]!;
    for (const mark of marks) for (let d = 0; d < width; d++) rows[at * width + d]! += arrays[1]![mark * width + d]!;
  });
  return rows;
}
