import type { Draw } from "./draw.ts";
import type { Negatives } from "./negatives.ts";
import { type Matrix, multiply, multiplyNt, multiplyTn, type Workspace } from "./workspace.ts";

/** Floats of workspace that it takes. */
export const softmaxFloats = (width: number, negatives: number, maxTokens: number): number =>
  2 * negatives * width + maxTokens * (negatives + width) + 64;

/**
 * Cross-entropy of the next product among the target and some drawn products, shared by the batch; each of these stands for as many as
 * its chance to be drawn says (Jean et al., 2015), and one that is the target is left out.
 */
export class SampledSoftmax {
  /** Of the user vectors, row by row. */
  readonly slope: Matrix;
  readonly #workspace: Workspace;
  readonly #negatives: Matrix;
  readonly #negativeSlopes: Matrix;
  readonly #logits: Matrix;
  readonly #width: number;

  constructor(workspace: Workspace, width: number, negatives: number, maxTokens: number) {
    this.#width = width;
    this.#workspace = workspace;
    this.#negatives = this.#workspace.matrix(negatives, width);
    this.#negativeSlopes = this.#workspace.matrix(negatives, width);
    this.#logits = this.#workspace.matrix(maxTokens, negatives);
    this.slope = this.#workspace.matrix(maxTokens, width);
  }

  /**
   * Sum of losses over the rows of `users`. `targets[t]` is the product that came next, -1 for none. Adds to `gradient` (of
   * the item vectors) and overwrites `slope`.
   */
  run(
    users: Matrix,
    tokens: number,
    targets: Int32Array,
    items: Float32Array,
    gradient: Float32Array,
    negatives: Negatives,
    random: Draw,
  ): number {
    const width = this.#width;
    const { rows: drawn } = this.#negatives;
    const ids = Uint32Array.from({ length: drawn }, () => negatives.draw(random));
    const logWeights = Float64Array.from(ids, (id) => -negatives.logChances[id]! - Math.log(drawn));
    ids.forEach((id, row) => {
      this.#negatives.data.set(items.subarray(id * width, (id + 1) * width), row * width);
    });
    multiplyNt(this.#workspace, users, this.#negatives, this.#logits, tokens);
    const { data: logits } = this.#logits;
    const { data: slope } = this.slope;
    slope.fill(0, 0, tokens * width);
    let counted = 0;
    for (let t = 0; t < tokens; t++) counted += Number(targets[t]! >= 0);
    const share = 1 / Math.max(1, counted);
    let loss = 0;
    for (let t = 0; t < tokens; t++) {
      const target = targets[t]!;
      const row = t * drawn;
      if (target < 0) {
        logits.fill(0, row, row + drawn);
        continue;
      }
      let own = 0;
      for (let d = 0; d < width; d++) own += users.data[t * width + d]! * items[target * width + d]!;
      let most = own;
      for (let n = 0; n < drawn; n++) {
        const logit = ids[n] === target ? Number.NEGATIVE_INFINITY : logits[row + n]! + logWeights[n]!;
        logits[row + n] = logit;
        if (logit > most) most = logit;
      }
      let sum = Math.exp(own - most);
      for (let n = 0; n < drawn; n++) {
        const e = Math.exp(logits[row + n]! - most);
        logits[row + n] = e;
        sum += e;
      }
      for (let n = 0; n < drawn; n++) logits[row + n]! *= share / sum;
      const p = Math.exp(own - most) / sum;
      loss -= Math.log(Math.max(p, 1e-30));
      const g = (p - 1) * share;
      for (let d = 0; d < width; d++) {
        slope[t * width + d]! += g * items[target * width + d]!;
        gradient[target * width + d]! += g * users.data[t * width + d]!;
      }
    }
    multiply(this.#workspace, this.#logits, this.#negatives, this.slope, tokens, true);
    multiplyTn(this.#workspace, this.#logits, users, this.#negativeSlopes, tokens);
    ids.forEach((id, row) => {
      for (let d = 0; d < width; d++) gradient[id * width + d]! += this.#negativeSlopes.data[row * width + d]!;
    });
    return loss;
  }
}
