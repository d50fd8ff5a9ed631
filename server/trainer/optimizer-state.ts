import { Reader, Writer } from "../../src/core/bytes.ts";
import type { OptimizerState } from "./step.ts";

/** How the store keeps an optimiser's state: u32 steps, u32 size, f64 means, f64 squares. */
export function encodeState({ steps, mean, square }: OptimizerState): Uint8Array {
  const writer = new Writer().u32(steps).u32(mean.length);
  for (const value of mean) writer.f64(value);
  for (const value of square) writer.f64(value);
  return writer.finish();
}

export function decodeState(bytes: Uint8Array): OptimizerState {
  const reader = new Reader(bytes, "the optimiser's state");
  const [steps, size] = [reader.u32(), reader.u32()];
  if (reader.left !== 16 * size) throw reader.error("has another size");
  const values = () => Float64Array.from({ length: size }, () => reader.f64());
  return { steps, mean: values(), square: values() };
}
