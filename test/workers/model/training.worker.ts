import { memory } from "@tensorflow/tfjs-core";
import type { Head } from "../../../src/core/catalogue/learned.ts";
import type { BackendName } from "../../../workers/model/backend.ts";
import { type HeadLists, type HeadSlopes, headSlopes } from "../../../workers/model/slopes.ts";
import { createStart } from "../../../workers/model/start.ts";
import { HeadTuner } from "../../../workers/model/tuner.ts";
import { HEAD_WEIGHTS } from "./learned.ts";

const SOURCES = { wasmFolder: "/node_modules/@tensorflow/tfjs-backend-wasm/dist/", gpu: navigator.gpu };

export interface Asked {
  readonly backend: BackendName;
  readonly lists: HeadLists;
  readonly steps: number;
  readonly rate: number;
}
export interface Answer {
  readonly slopes: HeadSlopes;
  /** Before each step. */
  readonly losses: readonly number[];
  readonly head: Head;
  /** Tensors alive before, and after. */
  readonly tensors: readonly [number, number];
}

async function answer({ backend, lists, steps, rate }: Asked): Promise<Answer> {
  await (await createStart(SOURCES)(backend)).use();
  const before = memory().numTensors;
  const slopes = await headSlopes(HEAD_WEIGHTS, lists);
  const tuner = new HeadTuner(HEAD_WEIGHTS, headSlopes);
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) losses.push(await tuner.step(lists, rate));
  return { slopes, losses, head: tuner.head(), tensors: [before, memory().numTensors] };
}

addEventListener("message", ({ data, ports }: MessageEvent<Asked>) => {
  answer(data).then(
    (said) => ports[0]!.postMessage({ answer: said }),
    (error) => ports[0]!.postMessage({ error: String(error) }),
  );
});
