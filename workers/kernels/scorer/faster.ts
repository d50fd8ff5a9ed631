import { createPlainScorer } from "../../../src/core/dot/plain.ts";
import type { Items, LocalScorer } from "../../../src/core/dot/scorer.ts";
import { createWasmScorer } from "./wasm.ts";

/** What a probe asks for: as many as a ranking does. */
const COUNT = 100;
/** The second run of each is of compiled code. */
const RUNS = 2;

/**
 * WASM SIMD where it may run; both once there is a moment to spare, and from then on the faster of them. Both give the same answers to the last bit
 * from the same memory. The choice lives as long as the worker: it takes 10 ms at 100,000 items and 1 at 10,000, and one
 * that was kept would have to be doubted whenever the browser or its settings change (some interpret WebAssembly for safety).
 *
 * @param now Milliseconds.
 */
export function createFasterScorer(items: Items, whenIdle: (run: () => void) => void, now: () => number): LocalScorer {
  let scorer: LocalScorer;
  try {
    scorer = createWasmScorer(items);
  } catch {
    return createPlainScorer(items); // the page's policy, the browser or its memory does not let it
  }
  const { vectors } = scorer;
  whenIdle(() => {
    const [wasm, plain] = [scorer, createPlainScorer({ ...items, vectors })];
    if (fastestMs(plain, items, now) < fastestMs(wasm, items, now)) scorer = plain;
  });
  return { vectors, top: (query, count) => scorer.top(query, count), dispose() {} };
}

function fastestMs(scorer: LocalScorer, { dims }: Items, now: () => number): number {
  const query = Float32Array.from({ length: dims }, (_, at) => Math.sin(at + 1));
  const times = Array.from({ length: RUNS }, () => {
    const before = now();
    scorer.top(query, COUNT);
    return now() - before;
  });
  return Math.min(...times);
}
