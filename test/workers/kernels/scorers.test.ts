import fc from "fast-check";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { Top } from "../../../src/core/dot/scorer.ts";
import { cases, largeCases, slowTop } from "../../kernels/reference.ts";
import type { Answered, Asked, Kernel } from "./scorer.worker.ts";

const worker = new Worker(new URL("./scorer.worker.ts", import.meta.url), { type: "module" });
afterAll(() => worker.terminate());

function ask(kernel: Kernel, items: Asked["items"], queries: Asked["queries"]): Promise<readonly Top[] | null> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve, reject) => {
    port1.onmessage = ({ data }: MessageEvent<Answered>) =>
      "error" in data ? reject(new Error(data.error)) : resolve(data.tops);
    worker.postMessage({ kernel, items, queries } satisfies Asked, [port2]);
  });
}

const NOTHING = { vectors: new Int8Array(), scales: new Float32Array(), dims: 1 };
const hasGpu = (await ask("gpu", NOTHING, [])) !== null;

describe.each([
  ["wasm", true],
  ["gpu", hasGpu],
] as const)("the %s scorer in a worker", (kernel, here) => {
  beforeEach(({ skip }) => skip(!here, "this browser answers no WebGPU adapter, not even one in software"));

  test("answers what every score and a sort answer", { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ items, query, count }) => {
        expect(await ask(kernel, items, [[query, count]])).toEqual([slowTop(items, query, count)]);
      }),
      { numRuns: 50 },
    );
  });

  test.each(largeCases())("$name", { timeout: 30_000 }, async ({ items, query, count }) => {
    const other = query.map((value) => -value);
    const queries = [
      [query, count],
      [other, 256],
      [query, 0],
    ] as const;
    expect(await ask(kernel, items, queries)).toEqual(queries.map(([wanted, most]) => slowTop(items, wanted, most)));
  });
});
