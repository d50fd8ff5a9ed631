/** tfjs on the GPU: one file, loaded by its address once there is something to learn. */
import type { Starts } from "../backend.ts";
import { startWebgpu } from "../backends/webgpu.ts";

export { createProbe } from "../probe.ts";
export { headSlopes } from "../slopes.ts";

export const STARTS: Starts = { webgpu: startWebgpu };
