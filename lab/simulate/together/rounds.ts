import { USUAL_TASK } from "../../../server/leader/settings.ts";
import { USUAL_STEP } from "../../../server/trainer/settings.ts";
import { newState, serverStep } from "../../../server/trainer/step.ts";
import { clipped } from "../../../src/core/privacy/vector/clip.ts";
import { sizeOf } from "../../../src/core/rank/subset.ts";
import { type ReadyList, updateOf } from "../../../src/core/rank/tuning/update.ts";

/** More hardly change what is taught. */
const ROUNDS = 120;

/**
 * Linear weights after rounds in each of which every device says what it would change: clipped and stepped along as the usual task says, but without its noise and its limit
 * of one report a device. What these cost is measured on real sequences (docs/federated.md).
 */
export function taughtBy(devices: readonly (readonly ReadyList[])[], onShare: (share: number) => void): Float32Array {
  const [block] = USUAL_TASK.blocks;
  let weights: Float64Array = new Float64Array(sizeOf("linear"));
  let state = newState(weights.length);
  for (let round = 0; round < ROUNDS; round++) {
    onShare(round / ROUNDS);
    const sum = new Float64Array(weights.length);
    for (const lists of devices) {
      const delta = clipped(updateOf(lists, weights), block!.clipNorm, block!.name);
      for (let at = 0; at < sum.length; at++) sum[at] = sum[at]! + delta[at]!;
    }
    ({ weights, state } = serverStep(weights, sum, devices.length, state, USUAL_STEP));
  }
  return Float32Array.from(weights);
}
