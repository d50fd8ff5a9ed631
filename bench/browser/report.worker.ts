import { expose } from "comlink";
import { addNoise } from "../../src/core/privacy/noise/add.ts";
import { DiscreteGaussian } from "../../src/core/privacy/noise/discrete-gaussian.ts";
import { sigmaSquaredFor } from "../../src/core/privacy/plan/noise.ts";
import { secureRandom } from "../../src/core/privacy/random.ts";
import { expandSeed, share } from "../../src/core/privacy/share/share.ts";
import { type Block, boundSquared } from "../../src/core/privacy/vector/block.ts";
import { encode } from "../../src/core/privacy/vector/encode.ts";
import { RandomWords } from "../../src/core/privacy/words.ts";

const VALUES = 16_384;
const BLOCK: Block = { name: "head", kind: "delta", size: VALUES, scale: 4_096, clipNorm: 0.3 };
const NOISE_MULTIPLIER = 2.382;

/** Milliseconds of one report, by what is done, and of two peers. */
export interface ReportTimes {
  readonly encode: number[];
  readonly noise: number[];
  readonly share: number[];
  readonly whole: number[];
  /** Noise as it must not be: floating point, rounded. */
  readonly floatNoise: number[];
  /** A helper's vector of its seed, and as many bytes of AES-128-CTR by WebCrypto. */
  readonly chacha20: number[];
  readonly aes: number[];
}

const random = secureRandom((bytes) => crypto.getRandomValues(bytes));

const door = {
  /** The first run is cold: nothing of it has run in this worker before. */
  async measure(runs: number): Promise<ReportTimes> {
    const times: ReportTimes = { encode: [], noise: [], share: [], whole: [], floatNoise: [], chacha20: [], aes: [] };
    const values = Float32Array.from({ length: VALUES }, (_, at) => Math.sin(at) / 200);
    const seed = new Uint8Array(32);
    const sigmaSquared = sigmaSquaredFor(NOISE_MULTIPLIER, boundSquared(BLOCK));
    const key = await crypto.subtle.importKey("raw", new Uint8Array(16), "AES-CTR", false, ["encrypt"]);
    for (let run = 0; run < runs; run++) {
      const start = performance.now();
      const report = timed(times.encode, () => encode([BLOCK], [values], seed, random));
      timed(times.noise, () => addNoise(report, new DiscreteGaussian(sigmaSquared, new RandomWords(random))));
      timed(times.share, () => share(report, random));
      times.whole.push(performance.now() - start);
      timed(times.floatNoise, () =>
        addFloatNoise(report, Math.sqrt(sigmaSquared.numerator / sigmaSquared.denominator)),
      );
      timed(times.chacha20, () => expandSeed(seed, VALUES));
      const before = performance.now();
      await crypto.subtle.encrypt(
        { name: "AES-CTR", counter: new Uint8Array(16), length: 64 },
        key,
        new Uint8Array(4 * VALUES),
      );
      times.aes.push(performance.now() - before);
    }
    return times;
  },
};

/** Box and Muller's, from the same randomness. */
function addFloatNoise(report: Uint32Array, sigma: number): void {
  const words = new RandomWords(random);
  const uniform = (): number => (words.next() + 0.5) / 2 ** 32;
  for (let at = 0; at < report.length; at++)
    report[at] =
      report[at]! + Math.round(sigma * Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()));
}

function timed<T>(into: number[], work: () => T): T {
  const start = performance.now();
  const result = work();
  into.push(performance.now() - start);
  return result;
}

export type ReportBench = typeof door;
expose(door);
