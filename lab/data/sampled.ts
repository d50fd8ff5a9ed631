import { sampled } from "../questions.ts";
import type { Dataset } from "./dataset.ts";

/** The same dataset with at most `sample` of its questions. */
export function sampledDataset(
  { products, protocol }: Dataset,
  { sample, seed }: { readonly sample: number; readonly seed: number },
): Dataset {
  return { products, protocol: { ...protocol, cases: sampled(protocol.cases, sample, seed) } };
}
