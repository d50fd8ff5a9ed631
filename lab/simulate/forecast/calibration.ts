/** Probabilities of one case by class, and what came: both sum to 1. */
export interface Judged {
  readonly shares: Float64Array;
  readonly came: Float64Array;
}

const BINS = 15;

/**
 * Class-wise expected calibration error (Kull et al., NeurIPS 2019): for each class the cases are put into bins by the probability it got,
 * and what was forecast is compared with what came, bin by bin, weighted by its cases; then the mean over classes. Judged by the most
 * probable class alone, an even forecast would be perfect and useless. `places` says which class each place of a case is.
 */
export class Calibration {
  readonly #classes: number;
  readonly #gaps: Float64Array;
  #cases = 0;

  constructor(classes: number) {
    this.#classes = classes;
    this.#gaps = new Float64Array(classes * BINS);
  }

  add({ shares, came }: Judged, classOf: ArrayLike<number>): void {
    this.#cases++;
    for (let place = 0; place < shares.length; place++) {
      const bin = Math.min(BINS - 1, Math.floor(shares[place]! * BINS));
      this.#gaps[classOf[place]! * BINS + bin]! += shares[place]! - came[place]!;
    }
  }

  error(): number {
    return this.#gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / (this.#cases * this.#classes);
  }
}
