/** tfjs on cpu and WebAssembly: one file, loaded by its address once there is something to learn. */
import type { Starts } from "../backend.ts";
import { startCpu } from "../backends/cpu.ts";
import { startWasm } from "../backends/wasm.ts";

export { createProbe } from "../probe.ts";
export { headSlopes } from "../slopes.ts";

export const STARTS: Starts = { cpu: startCpu, wasm: startWasm };
