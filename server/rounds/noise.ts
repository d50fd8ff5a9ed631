import { webcrypto } from "node:crypto";
import { addNoise } from "../../src/core/privacy/noise/add.ts";
import { DiscreteGaussian } from "../../src/core/privacy/noise/discrete-gaussian.ts";
import { type RandomBytes, secureRandom } from "../../src/core/privacy/random.ts";
import type { Rational } from "../../src/core/privacy/rational.ts";
import { RandomWords } from "../../src/core/privacy/words.ts";

/** What a server draws its noise from; a simulation brings randomness of its own. */
export const PLATFORM_RANDOM: RandomBytes = secureRandom((bytes) => webcrypto.getRandomValues(bytes));

/** A sum with the whole of the plan's noise added; the sum itself is not changed. */
export function withNoise(sum: Uint32Array, sigmaSquared: Rational, random: RandomBytes): Uint32Array {
  const noised = sum.slice();
  addNoise(noised, new DiscreteGaussian(sigmaSquared, new RandomWords(random)));
  return noised;
}
