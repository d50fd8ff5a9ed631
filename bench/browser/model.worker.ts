import { version_core } from "@tensorflow/tfjs-core";
import { expose } from "comlink";
import { createStart } from "../../workers/model/start.ts";
import { type Contender, onnx, plain, tfjs, wasm } from "./contenders.ts";
import { inputs, WORK, type WorkName } from "./model-work.ts";
import { runtimeVersion } from "./onnx/runtime.ts";

const WARM_RUNS = 5;
/** Its shaders are compiled as the outputs are compared. */
const GPU_WARM_RUNS = 1;
/** The most that an output may differ from the plain arrays'. */
const TOLERANCE = 1e-3;

/** Milliseconds of every run of one contender at one piece of work. */
export interface ModelTimes {
  readonly contender: string;
  readonly work: WorkName;
  readonly ms: number[];
  /** The largest difference of an output from the plain arrays'. */
  readonly difference: number;
}

export interface ModelRun {
  readonly times: readonly ModelTimes[];
  readonly versions: { readonly tfjs: string; readonly onnxruntimeWeb: string };
}

const given = inputs();
const start = createStart({ wasmFolder: "/tfjs/", gpu: navigator.gpu });

const door = {
  /** Everything that runs on the processor, taking turns. */
  async measure(runs: number): Promise<ModelRun> {
    const contenders = [
      plain(given),
      wasm(given),
      await tfjs("cpu", start, given),
      await tfjs("wasm", start, given),
      await onnx(given),
    ];
    const versions = { tfjs: version_core, onnxruntimeWeb: await runtimeVersion() };
    return { times: await measured(contenders, runs, WARM_RUNS), versions };
  },

  /** For itself with the plain arrays: a GPU in software would take the processor from the others. Undefined without an adapter. */
  async measureGpu(
    runs: number,
  ): Promise<{ readonly adapter: string; readonly times: readonly ModelTimes[] } | undefined> {
    const adapter = await navigator.gpu?.requestAdapter();
    if (!adapter) return undefined;
    const { vendor, architecture } = adapter.info;
    const contenders = [plain(given), await tfjs("webgpu", start, given)];
    return { adapter: `${vendor} ${architecture}`, times: await measured(contenders, runs, GPU_WARM_RUNS) };
  },
};

async function measured(contenders: readonly Contender[], runs: number, warmRuns: number): Promise<ModelTimes[]> {
  const all: ModelTimes[] = [];
  for (const work of WORK) {
    const times = await agreed(contenders, work);
    for (let run = -warmRuns; run < runs; run++)
      for (const { contender, ms } of times) {
        await contender.use?.();
        const before = performance.now();
        await contender.runs[work]!();
        if (run >= 0) ms.push(performance.now() - before);
      }
    all.push(...times.map(({ contender, ms, difference }) => ({ contender: contender.name, work, ms, difference })));
  }
  return all;
}

interface Timed {
  readonly contender: Contender;
  readonly ms: number[];
  readonly difference: number;
}

/** Those that can do the work, none timed yet. Rejects unless they all answer what the first one does. */
async function agreed(contenders: readonly Contender[], work: WorkName): Promise<readonly Timed[]> {
  let expected: Float32Array | undefined;
  const all: Timed[] = [];
  for (const contender of contenders) {
    const run = contender.runs[work];
    if (run === undefined) continue;
    await contender.use?.();
    const output = await run();
    expected ??= output;
    const difference = largestDifference(output, expected);
    if (!(difference < TOLERANCE)) throw new Error(`${contender.name} is off by ${difference} at the ${work}`);
    all.push({ contender, ms: [], difference });
  }
  return all;
}

function largestDifference(output: Float32Array, expected: Float32Array): number {
  if (output.length !== expected.length) return Number.NaN;
  return output.reduce((most, value, at) => Math.max(most, Math.abs(value - expected[at]!)), 0);
}

export type ModelBench = typeof door;
expose(door);
