import { Workspace } from "../../compiler/train/workspace.ts";
import { createGemm } from "../../workers/kernels/gemm/gemm.ts";
import type { Protocol } from "../protocol.ts";
import type { Scorer } from "../scorer.ts";
import { inverseFloats, invert } from "./inverse.ts";
import type { Rival, RivalOptions, TrainingPart } from "./rival.ts";

export interface SlistOptions {
  /** How much similarity counts against transition, 0 to 1. */
  readonly alpha: number;
  readonly ridge: number;
  /** How far ahead a transition reaches, in events: exp(-events / reach). */
  readonly trainReach: number;
  /** How far back a history counts. */
  readonly reach: number;
}

/** Chosen on validation (docs/evaluation.md). */
const OPTIONS: Readonly<Record<Protocol["name"], SlistOptions>> = {
  "leave-one-out": { alpha: 0.7, ridge: 10, trainReach: 8, reach: 4 },
  "next-item": { alpha: 0.8, ridge: 10, trainReach: 0.25, reach: 1 },
};

/** The dense inverse grows with the square in memory and with the cube in time. */
const MOST_PRODUCTS = 20_000;

/**
 * SLIST (Choi et al., Session-aware Linear Item-Item Models, WWW 2021): one item-item matrix B for similarity (SLIS)
 * and transition (SLIT), argmin α|X - X̃ B|² + (1 - α)|T - S B|² + ridge |B|² = (α X̃ᵀX̃ + (1 - α) SᵀS + ridge)⁻¹ (α
 * X̃ᵀX + (1 - α) SᵀT). X holds a session a row, X̃ the same as shares; S the product at each step, T what followed it,
 * less the later. So in the authors' own code, where S is the last product alone. Sessions of public data have no
 * time: each counts alike.
 */
export const slist: Rival = {
  refusal(products) {
    if (products <= MOST_PRODUCTS) return undefined;
    const costs = `${((4 * products ** 2) / 1e9).toFixed(1)} GB and ${Math.round(products ** 3 / 1e12)} 10^12 operations`;
    return `the dense inverse of ${products} x ${products} takes ${costs}; it is run up to ${MOST_PRODUCTS} products`;
  },
  train: (part, options) => trainSlist(part, OPTIONS[part.protocol], options),
};

export function trainSlist(
  { products, sequences }: TrainingPart,
  options: SlistOptions,
  { onProgress }: Pick<RivalOptions, "onProgress">,
): Scorer {
  const workspace = new Workspace(createGemm(), inverseFloats(products));
  const matrix = workspace.matrix(products, products);
  const rowOf = (item: number): Float32Array => matrix.data.subarray(item * products, (item + 1) * products);
  fillGram(matrix.data, products, sequences, options);
  invert(workspace, matrix, (share) => onProgress("inverse", share));
  const right = rightSide(products, sequences, options);
  // In place: a row of the product needs that row of the inverse alone.
  for (let item = 0; item < products; item++) rowOf(item).set(times(rowOf(item), right));
  return (history) => {
    const scores = new Float32Array(products);
    history.forEach((item, at) => {
      const weight = Math.exp((at + 1 - history.length) / options.reach);
      const row = rowOf(item);
      for (let other = 0; other < products; other++) scores[other]! += weight * row[other]!;
    });
    return scores;
  };
}

/** α X̃ᵀX̃ + (1 - α) SᵀS + ridge: S has one product a row, so its part is the diagonal. */
function fillGram(gram: Float32Array, products: number, sequences: TrainingPart["sequences"], options: SlistOptions) {
  const { alpha, ridge } = options;
  for (let item = 0; item < products; item++) gram[item * products + item] = ridge;
  for (const items of sequences) {
    const distinct = [...new Set(items)];
    const share = alpha / distinct.length ** 2;
    for (const one of distinct) for (const other of distinct) gram[one * products + other]! += share;
    for (const item of items.slice(0, -1)) gram[item * products + item]! += 1 - alpha;
  }
}

/** A sparse matrix by rows. */
interface Sparse {
  readonly offsets: Uint32Array;
  readonly columns: Uint32Array;
  readonly values: Float32Array;
}

/** α X̃ᵀX + (1 - α) SᵀT. */
function rightSide(products: number, sequences: TrainingPart["sequences"], options: SlistOptions): Sparse {
  const rows = Array.from({ length: products }, () => new Map<number, number>());
  const add = (row: number, column: number, amount: number): void => {
    rows[row]!.set(column, (rows[row]!.get(column) ?? 0) + amount);
  };
  for (const items of sequences) {
    const distinct = [...new Set(items)];
    for (const one of distinct) for (const other of distinct) add(one, other, options.alpha / distinct.length);
    items.forEach((item, at) => {
      for (let later = at + 1; later < items.length; later++)
        add(item, items[later]!, (1 - options.alpha) * Math.exp((at + 1 - later) / options.trainReach));
    });
  }
  const offsets = new Uint32Array(products + 1);
  rows.forEach(({ size }, row) => {
    offsets[row + 1] = offsets[row]! + size;
  });
  return {
    offsets,
    columns: Uint32Array.from(rows.flatMap((row) => [...row.keys()])),
    values: Float32Array.from(rows.flatMap((row) => [...row.values()])),
  };
}

/** Of the largest weight of a row: what lies below is rounding, and most products'. */
const NEGLIGIBLE = 1e-6;

/** weightsᵀ x matrix. */
function times(weights: Float32Array, { offsets, columns, values }: Sparse): Float32Array {
  const product = new Float32Array(weights.length);
  const least = NEGLIGIBLE * weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  for (let row = 0; row < weights.length; row++) {
    const weight = weights[row]!;
    if (!(Math.abs(weight) > least)) continue;
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) product[columns[at]!]! += weight * values[at]!;
  }
  return product;
}
