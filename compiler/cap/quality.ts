import { type ItemIndex, itemIndex } from "../../src/core/brands.ts";
import { interestOf } from "../../src/core/rank/interest.ts";
import type { Prepared } from "../../src/core/rank/prepared.ts";
import { scoreAll } from "../../src/core/rank/score.ts";
import { type ResolvedEvent, touchesOf } from "../../src/core/rank/touches.ts";
import type { Sequence } from "../history/sequences.ts";
import type { Model } from "../model.ts";
import { readBack } from "../read-back.ts";
import type { Fitted } from "./fit.ts";

const SHOPPERS = 2_000;
const CUTOFF = 10;
/** Between two interactions of a history without time. */
const STEP_MS = 60_000;
const START_MS = 1_600_000_000_000;

/** NDCG@10 of the last step of shoppers that the catalogue has learned from: good for comparing, not as a forecast. */
export interface CapQuality {
  readonly shoppers: number;
  readonly whole: number;
  readonly fitted: number;
}

/** Undefined without a shopper of two steps. The same model gives the same figures. */
export function capQuality(model: Model, whole: Fitted, fitted: Fitted): CapQuality | undefined {
  const asked = sample(model.sequences.filter(({ items }) => items.length > 1));
  if (asked.length === 0) return undefined;
  return { shoppers: asked.length, whole: meanNdcg(asked, whole, model), fitted: meanNdcg(asked, fitted, model) };
}

/** An even draw over the canonical order, which is that of a hash. */
function sample(sequences: readonly Sequence[]): readonly Sequence[] {
  const step = Math.max(1, sequences.length / SHOPPERS);
  const count = Math.min(sequences.length, SHOPPERS);
  return Array.from({ length: count }, (_, k) => sequences[Math.floor(k * step)]!);
}

function meanNdcg(sequences: readonly Sequence[], { pack, products }: Fitted, model: Model): number {
  const prepared = readBack(pack);
  const numberOf = new Int32Array(model.products.length).fill(-1);
  products.forEach((product, number) => {
    numberOf[product] = number;
  });
  const sum = sequences.reduce((total, sequence) => total + lastStepNdcg(sequence, prepared, numberOf), 0);
  return sum / sequences.length;
}

/** 0 where the product of the last step was left out. */
function lastStepNdcg({ items, times, kinds }: Sequence, prepared: Prepared, numberOf: Int32Array): number {
  const target = numberOf[items.at(-1)!]!;
  if (target < 0) return 0;
  const timeOf = (step: number): number => (Number.isNaN(times[step]!) ? START_MS + step * STEP_MS : times[step]!);
  const events: ResolvedEvent[] = [];
  for (let step = 0; step + 1 < items.length; step++) {
    const item = numberOf[items[step]!]!;
    if (item >= 0) events.push({ item: itemIndex(item), kind: kinds[step]!, at: timeOf(step) });
  }
  const interest = interestOf(prepared, touchesOf(events), [], timeOf(items.length - 1));
  const rank = rankOf(scoreAll(prepared, interest, new Map()).total, itemIndex(target));
  return rank <= CUTOFF ? 1 / Math.log2(rank + 1) : 0;
}

/** From 1; ties count half. */
function rankOf(scores: Float32Array, target: ItemIndex): number {
  const own = scores[target]!;
  let above = 0;
  let equal = -1;
  for (const score of scores) {
    if (score > own) above++;
    else if (score === own) equal++;
  }
  return 1 + above + equal / 2;
}
