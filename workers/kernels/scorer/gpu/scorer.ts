import { paddedDims, quantizeQuery } from "../../../../src/core/dot/query.ts";
import { checkCount, checkItems, type Items, type Scorer, type Top } from "../../../../src/core/dot/scorer.ts";
import { bindPasses, createBuffers, createList, destroyBuffers, ENTRY_BYTES } from "./buffers.ts";
import { decodeTop } from "./entries.ts";
import { passesOf, runsOf } from "./passes.ts";
import { programsOf } from "./programs.ts";

/** GPUMapMode.READ */
const READ = 0x1;

/**
 * The scorer on WebGPU, which reads back no more than the list. Rejects where the device refuses the shader or has no room (128 MiB of
 * vectors, unless it was asked for more). `top` rejects once the device is lost.
 */
export async function createGpuScorer(items: Items, device: GPUDevice): Promise<Scorer<Promise<Top>>> {
  checkItems(items);
  const programs = await programsOf(device);
  device.pushErrorScope("validation");
  device.pushErrorScope("out-of-memory");
  const buffers = createBuffers(device, items);
  const passGroups = bindPasses(device, programs, buffers);
  const [memory, validation] = await Promise.all([device.popErrorScope(), device.popErrorScope()]);
  const error = memory ?? validation;
  if (error !== null) {
    destroyBuffers(buffers);
    throw new Error(`WebGPU has no room for the items: ${error.message}`);
  }
  const { scales, dims } = items;

  return {
    async top(wanted, count) {
      checkCount(count);
      const { values, step } = quantizeQuery(wanted, dims);
      const kept = Math.min(count, scales.length);
      if (kept === 0) return { indices: new Uint32Array(), scores: new Float32Array() };
      const passes = passesOf(scales.length, kept);
      const list = createList(device, kept);
      const encoder = device.createCommandEncoder();
      for (const [pass, { chunks }] of passes.entries()) {
        const work = encoder.beginComputePass();
        work.setPipeline(pass === 0 ? programs.score : programs.merge);
        work.setBindGroup(0, passGroups[pass]!);
        work.dispatchWorkgroups(chunks);
        work.end();
      }
      const last = buffers.entries[passes.length % 2 === 0 ? 1 : 0];
      encoder.copyBufferToBuffer(last, 0, list, 0, kept * ENTRY_BYTES);
      // One after the other on the queue: a second call cannot get between the query and its passes.
      device.queue.writeBuffer(buffers.query, 0, Int32Array.from(values));
      device.queue.writeBuffer(buffers.runs, 0, runsOf(passes, kept, paddedDims(dims) / 16));
      device.queue.submit([encoder.finish()]);
      await list.mapAsync(READ);
      const top = decodeTop(new Uint32Array(list.getMappedRange()), step);
      list.destroy();
      return top;
    },
    dispose: () => destroyBuffers(buffers),
  };
}
