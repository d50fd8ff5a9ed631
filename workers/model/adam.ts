/** Weights, their gradient, and how they are moved. */
export interface Group {
  readonly weights: Float32Array;
  readonly gradient: Float32Array;
  /** Decoupled weight decay (Loshchilov and Hutter, 2019), a share of the rate. */
  readonly decay?: number;
  /**
   * Weights of a row, where most rows have no gradient in a step: such a row then rests, its momentum too. Without it all
   * weights are one row.
   */
  readonly rowLength?: number;
}

interface Moments extends Required<Group> {
  readonly mean: Float32Array;
  readonly square: Float32Array;
}

/** Where an optimiser stands, to go on from. */
export interface AdamState {
  readonly step: number;
  readonly means: readonly Float32Array[];
  readonly squares: readonly Float32Array[];
}

const MEAN = 0.9;
const SQUARE = 0.999;
const EPSILON = 1e-8;

/** Adam (Kingma and Ba, 2015). */
export class Adam {
  readonly #groups: readonly Moments[];
  #step = 0;

  constructor(groups: readonly Group[]) {
    this.#groups = groups.map(({ weights, gradient, decay = 0, rowLength = weights.length }) => ({
      weights,
      gradient,
      decay,
      rowLength,
      mean: new Float32Array(weights.length),
      square: new Float32Array(weights.length),
    }));
  }

  /** A copy. */
  get state(): AdamState {
    return {
      step: this.#step,
      means: this.#groups.map(({ mean }) => mean.slice()),
      squares: this.#groups.map(({ square }) => square.slice()),
    };
  }

  /** Goes on from the state of an optimiser of the same groups. */
  restore({ step, means, squares }: AdamState): void {
    this.#step = step;
    this.#groups.forEach(({ mean, square }, at) => {
      mean.set(means[at]!);
      square.set(squares[at]!);
    });
  }

  /** One step down the gradients, which are then zero. */
  step(rate: number): void {
    this.#step++;
    const unbiased = Math.sqrt(1 - SQUARE ** this.#step);
    const scale = (rate * unbiased) / (1 - MEAN ** this.#step);
    for (const group of this.#groups) {
      const { rowLength, gradient } = group;
      for (let from = 0; from < gradient.length; from += rowLength)
        if (rowLength === gradient.length || hasGradient(gradient, from, from + rowLength))
          update(group, from, from + rowLength, scale, EPSILON * unbiased, rate * group.decay);
    }
  }
}

function hasGradient(gradient: Float32Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (gradient[at] !== 0) return true;
  return false;
}

function update(group: Moments, from: number, to: number, scale: number, epsilon: number, decay: number): void {
  const { weights, gradient, mean, square } = group;
  for (let at = from; at < to; at++) {
    const slope = gradient[at]!;
    const m = MEAN * mean[at]! + (1 - MEAN) * slope;
    const v = SQUARE * square[at]! + (1 - SQUARE) * slope * slope;
    mean[at] = m;
    square[at] = v;
    weights[at] = weights[at]! * (1 - decay) - (scale * m) / (Math.sqrt(v) + epsilon);
    gradient[at] = 0;
  }
}
