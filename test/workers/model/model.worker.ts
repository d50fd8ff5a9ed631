import { getBackend, memory } from "@tensorflow/tfjs-core";
import type { Token } from "../../../src/core/rank/marks.ts";
import type { BackendName } from "../../../workers/model/backend.ts";
import { userVector } from "../../../workers/model/encoder.ts";
import { headOutputs } from "../../../workers/model/head.ts";
import { createStart } from "../../../workers/model/start.ts";
import { ENCODER_WEIGHTS, HEAD_WEIGHTS } from "./learned.ts";

const SOURCES = { wasmFolder: "/node_modules/@tensorflow/tfjs-backend-wasm/dist/", gpu: navigator.gpu };

export interface Asked {
  readonly backend: BackendName;
  readonly features: Float32Array;
  readonly histories: readonly (readonly Token[])[];
}
export interface Answer {
  /** What tfjs says it computes on. */
  readonly backend: string;
  readonly outputs: Float32Array;
  readonly vectors: readonly Float32Array[];
  /** Tensors alive before, and after. */
  readonly tensors: readonly [number, number];
}
export type Answered = { readonly answer: Answer } | { readonly error: string };

async function answer({ backend, features, histories }: Asked): Promise<Answer> {
  await (await createStart(SOURCES)(backend)).use();
  const before = memory().numTensors;
  const outputs = await headOutputs(HEAD_WEIGHTS, features);
  const vectors = await Promise.all(histories.map((history) => userVector(ENCODER_WEIGHTS, history)));
  return { backend: getBackend(), outputs, vectors, tensors: [before, memory().numTensors] };
}

addEventListener("message", ({ data, ports }: MessageEvent<Asked>) => {
  const reply = (answered: Answered): void => ports[0]!.postMessage(answered);
  answer(data).then(
    (said) => reply({ answer: said }),
    (error) => reply({ error: String(error) }),
  );
});
