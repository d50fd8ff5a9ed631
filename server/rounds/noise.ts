import { webcrypto } from "node:crypto";
import { addNoise } from "../../src/core/privacy/noise/add.ts";
import { DiscreteGaussian } from "../../src/core/privacy/noise/discrete-gaussian.ts";
import { secureRandom } from "../../src/core/privacy/random.ts";
import type { Rational } from "../../src/core/privacy/rational.ts";
import { RandomWords } from "../../src/core/privacy/words.ts";

/** A sum with the whole of the plan's noise added, from the platform's randomness; the sum itself is not changed. */
export function withNoise(sum: Uint32Array, sigmaSquared: Rational): Uint32Array {
  const noised = sum.slice();
  const words = new RandomWords(secureRandom((bytes) => webcrypto.getRandomValues(bytes)));
  addNoise(noised, new DiscreteGaussian(sigmaSquared, words));
  return noised;
}
