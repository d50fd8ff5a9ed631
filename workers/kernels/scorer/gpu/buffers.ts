import { paddedDims } from "../../../../src/core/dot/query.ts";
import { padRows } from "../../../../src/core/dot/rows.ts";
import { type Items, MAX_TOP } from "../../../../src/core/dot/scorer.ts";
import { MOST_PASSES, RUN_BYTES } from "./passes.ts";
import type { Programs } from "./programs.ts";
import { CHUNK } from "./shader.ts";

/** An entry is two words: key and index. */
export const ENTRY_BYTES = 8;
/** No binding may be empty. */
const LEAST_BYTES = 16;
/** GPUBufferUsage, as the specification numbers it. */
const [MAP_READ, COPY_SRC, COPY_DST, UNIFORM, STORAGE] = [0x1, 0x4, 0x8, 0x40, 0x80];

/** What a scorer keeps on the device. */
export interface Buffers {
  readonly runs: GPUBuffer;
  readonly query: GPUBuffer;
  readonly vectors: GPUBuffer;
  readonly scales: GPUBuffer;
  /** What even passes leave and what odd ones do. */
  readonly entries: readonly [even: GPUBuffer, odd: GPUBuffer];
}

/** Makes the buffers and sends the items there. */
export function createBuffers(device: GPUDevice, items: Items): Buffers {
  const rows = items.scales.length;
  const width = paddedDims(items.dims);
  const buffer = (size: number, usage: number): GPUBuffer =>
    device.createBuffer({ size: Math.max(size, LEAST_BYTES), usage });
  const left = (): GPUBuffer => buffer(Math.ceil(rows / CHUNK) * MAX_TOP * ENTRY_BYTES, STORAGE | COPY_SRC);
  const buffers: Buffers = {
    runs: buffer(MOST_PASSES * RUN_BYTES, UNIFORM | COPY_DST),
    query: buffer(4 * width, STORAGE | COPY_DST),
    vectors: buffer(rows * width, STORAGE | COPY_DST),
    scales: buffer(4 * rows, STORAGE | COPY_DST),
    entries: [left(), left()],
  };
  const padded = new Int8Array(rows * width);
  padRows(items, padded);
  device.queue.writeBuffer(buffers.vectors, 0, padded);
  device.queue.writeBuffer(buffers.scales, 0, items.scales.slice());
  return buffers;
}

/** A buffer that the page can read, for a list of `count` entries. */
export const createList = (device: GPUDevice, count: number): GPUBuffer =>
  device.createBuffer({ size: count * ENTRY_BYTES, usage: MAP_READ | COPY_DST });

/** What each pass reads and writes, by the numbers in the shader. */
export function bindPasses(device: GPUDevice, { score, merge }: Programs, buffers: Buffers): readonly GPUBindGroup[] {
  const { runs, query, vectors, scales, entries } = buffers;
  return Array.from({ length: MOST_PASSES }, (_, pass) => {
    const [program, inputs] =
      pass === 0 ? [score, { 2: vectors, 3: scales, 4: query }] : [merge, { 5: entries[((pass + 1) % 2) as 0 | 1] }];
    return device.createBindGroup({
      layout: program.getBindGroupLayout(0),
      entries: [
        { binding: 0, resource: { buffer: runs, offset: pass * RUN_BYTES, size: LEAST_BYTES } },
        { binding: 1, resource: { buffer: entries[(pass % 2) as 0 | 1] } },
        ...Object.entries(inputs).map(([binding, buffer]) => ({ binding: Number(binding), resource: { buffer } })),
      ],
    });
  });
}

export function destroyBuffers({ entries, ...others }: Buffers): void {
  for (const buffer of [...Object.values(others), ...entries]) buffer.destroy();
}
