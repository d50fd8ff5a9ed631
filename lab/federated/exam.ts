import type { ItemIndex } from "../../src/core/brands.ts";
import { inputsOf } from "../../src/core/rank/head.ts";
import { BASE_WEIGHT } from "../../src/core/rank/linear.ts";
import type { Prepared, SharedHead } from "../../src/core/rank/prepared.ts";
import type { Product } from "../../src/core/rank/product.ts";
import { SCALES } from "../../src/core/rank/scales.ts";
import { sharedOutputs } from "../../src/core/rank/shared-head.ts";
import { rankOf } from "../metrics/rank.ts";
import { seen } from "./moment.ts";

/** A question whose answer a shared head can move: its candidates' inputs, the wanted one's row, and their logits without a head. */
export interface Movable {
  readonly inputs: Float32Array;
  readonly logits: Float32Array;
  readonly wanted: number;
}

/** One question to a ranking under a shared head. */
export interface Exam {
  /** The target's place without weights, 1 for the best; infinite where the catalogue does not have it. */
  readonly rank: number;
  /** Undefined where the target is none of the candidates: weights do not change its place. */
  readonly movable: Movable | undefined;
}

/** Leave-one-out: ranks `target` among all products that are not in `history`. */
export function examOf(
  prepared: Prepared,
  history: readonly ItemIndex[],
  target: ItemIndex | undefined,
  stepMs: number,
): Exam {
  if (target === undefined) return { rank: Number.POSITIVE_INFINITY, movable: undefined };
  const { total, best, featuresOf } = seen(prepared, history, stepMs);
  const known = new Set<number>(history.filter((item) => item !== target));
  const masked = total.map((score, item) => (known.has(item) ? Number.NEGATIVE_INFINITY : score));
  const rank = rankOf(masked, target);
  if (!best.includes(target)) return { rank, movable: undefined };
  const candidates = best.filter((item) => !known.has(item));
  return {
    rank,
    movable: {
      inputs: inputsOf(SCALES, featuresOf(candidates)),
      logits: Float32Array.from(candidates, (item) => (BASE_WEIGHT * total[item]!) / prepared.unit),
      wanted: candidates.indexOf(target),
    },
  };
}

/** The target's place under a shared head; the candidates stay above all others, as in src/core/rank/learned.ts. */
export function rankUnder({ rank, movable }: Exam, head: SharedHead, product: Product): number {
  if (movable === undefined) return rank;
  const { inputs, logits, wanted } = movable;
  const added = sharedOutputs(head, inputs, product);
  return rankOf(
    logits.map((logit, row) => logit + added[row]!),
    wanted,
  );
}
