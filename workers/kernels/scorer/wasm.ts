import { createBest } from "../../../src/core/dot/best.ts";
import { paddedDims, quantizeQuery } from "../../../src/core/dot/query.ts";
import { padRows } from "../../../src/core/dot/rows.ts";
import { checkCount, checkItems, type Items, type LocalScorer } from "../../../src/core/dot/scorer.ts";
import { instantiate, PAGE_BYTES } from "../wasm.ts";
import { WASM } from "./scorer.wasm.ts";

interface Exports {
  readonly memory: WebAssembly.Memory;
  scan(query: number, scales: number, items: number, count: number, dims: number): void;
}

/** The scorer by WASM SIMD. Throws where WebAssembly with SIMD may not run; holds a copy of the items. */
export function createWasmScorer(items: Items): LocalScorer {
  checkItems(items);
  const { scales, dims } = items;
  const width = paddedDims(dims);
  const rows = Math.ceil(scales.length / 4) * 4;
  const scalesAt = 2 * width;
  const itemsAt = scalesAt + 4 * rows;
  let best = createBest(1);
  // The module is compiled from the text beside this file.
  const { memory, scan } = instantiate(WASM, {
    best: { offer: (key: number, index: number) => best.offer(key, index) },
  }) as unknown as Exports;
  memory.grow(Math.ceil((itemsAt + rows * width) / PAGE_BYTES));
  const query = new Int16Array(memory.buffer, 0, width);
  new Float32Array(memory.buffer, scalesAt, rows).fill(Number.NaN).set(scales);
  const padded = new Int8Array(memory.buffer, itemsAt, rows * width);
  padRows(items, padded);
  return {
    // The memory never grows again, so that its views stay.
    vectors: width === dims ? padded.subarray(0, items.vectors.length) : items.vectors,
    top(wanted, count) {
      checkCount(count);
      const { values, step } = quantizeQuery(wanted, dims);
      if (count === 0 || rows === 0) return { indices: new Uint32Array(), scores: new Float32Array() };
      best = createBest(count);
      query.set(values);
      scan(0, scalesAt, itemsAt, rows, width);
      return best.ordered(step);
    },
    dispose() {},
  };
}
