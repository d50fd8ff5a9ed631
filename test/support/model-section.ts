import { encodeLearned, HEAD } from "../../src/core/catalogue/learned.ts";
import { FEATURES } from "../../src/core/rank/features.ts";

/** A head whose part differs from product to product, without an encoder. */
export function modelSection(): Uint8Array {
  const { first, second } = HEAD;
  const features = FEATURES.length;
  const waves = (length: number): Float32Array => Float32Array.from({ length }, (_, at) => Math.sin(at + 1));
  const weights = [waves(features * first), waves(first * second), waves(second)] as const;
  const biases = [waves(first), waves(second), waves(1)] as const;
  const head = { mean: new Float32Array(features), scale: waves(features).fill(1), weights, biases, baseWeight: 4 };
  return encodeLearned({ head, encoder: undefined });
}
