import type { Head } from "../../src/core/catalogue/learned.ts";
import { Adam, type Group } from "./adam.ts";
import type { HeadLists, HeadSlopes } from "./slopes.ts";

/** A decoupled weight decay, a share of the rate: that of the training in the compiler. */
const DECAY = 1e-4;

type Arrays = readonly [Float32Array<ArrayBuffer>, Float32Array<ArrayBuffer>, Float32Array<ArrayBuffer>];
const arraysLike = (arrays: Head["weights"]): Arrays => arrays.map((array) => array.slice()) as unknown as Arrays;

/**
 * Trains a copy of a head, all of it. Weights and momentum stay in plain arrays, so that a step which loses its backend is
 * simply computed on another.
 */
export class HeadTuner {
  readonly #weights: Arrays;
  readonly #biases: Arrays;
  readonly #logBase: Float32Array;
  readonly #groups: readonly Group[];
  readonly #adam: Adam;
  readonly #shipped: Head;
  readonly #slopesOf: (head: Head, lists: HeadLists) => Promise<HeadSlopes>;

  constructor(head: Head, slopesOf: (head: Head, lists: HeadLists) => Promise<HeadSlopes>) {
    this.#shipped = head;
    this.#slopesOf = slopesOf;
    this.#weights = arraysLike(head.weights);
    this.#biases = arraysLike(head.biases);
    this.#logBase = Float32Array.of(Math.log(head.baseWeight));
    const group = (weights: Float32Array, decay = 0): Group => ({
      weights,
      gradient: new Float32Array(weights.length),
      decay,
    });
    this.#groups = [
      ...this.#weights.map((array) => group(array, DECAY)),
      ...this.#biases.map((array) => group(array)),
      group(this.#logBase),
    ];
    this.#adam = new Adam(this.#groups);
  }

  /** One step down the slopes of these lists; answers the loss before it. One step at a time. */
  async step(lists: HeadLists, rate: number): Promise<number> {
    const { loss, weights, biases, logBaseWeight } = await this.#slopesOf(this.#view(), lists);
    const slopes = [...weights, ...biases, Float32Array.of(logBaseWeight)];
    this.#groups.forEach(({ gradient }, at) => {
      gradient.set(slopes[at]!);
    });
    this.#adam.step(rate);
    return loss;
  }

  /** The head as it stands, a copy. */
  head(): Head {
    return { ...this.#view(), weights: arraysLike(this.#weights), biases: arraysLike(this.#biases) };
  }

  #view(): Head {
    return {
      ...this.#shipped,
      weights: this.#weights,
      biases: this.#biases,
      baseWeight: Math.exp(this.#logBase[0]!),
    };
  }
}
