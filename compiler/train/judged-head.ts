import { decodeLearned, encodeLearned, type Head } from "../../src/core/catalogue/learned.ts";
import { FEATURES } from "../../src/core/rank/features.ts";
import { headOutputs } from "../../src/core/rank/head.ts";
import type { Draws } from "./draws.ts";
import { type Lists, numbersOf, withoutEncoder } from "./lists.ts";
import { HEAD_OPTIONS, type HeadRows, trainHead } from "./train-head.ts";

/** A head, and how well held-out transitions are ordered: NDCG@10 among their candidates, 0 for those not reached. */
export interface JudgedHead {
  readonly head: Head;
  /** By the additive score alone. */
  readonly base: number;
  readonly own: number;
}

/** Trains a head on the lists not held out, and judges it by the others. */
export function judgedHead(lists: Lists, encoder: boolean, draws: Draws, onShare: (share: number) => void): JudgedHead {
  const rows = encoder ? lists : withoutEncoder(lists);
  const learned = numbersOf(lists, "learned", encoder);
  const head = trainHead(rows, learned, HEAD_OPTIONS, draws("head"), (epoch) => onShare(epoch / HEAD_OPTIONS.epochs));
  const judges = numbersOf(lists, "held", encoder);
  // The same shoppers with and without an encoder, whether or not it reached what came next.
  const all = numbersOf(lists, "held", true).length;
  const mean = (by: Head | undefined): number => gainsOf(rows, judges, by) / Math.max(1, all);
  return { head, base: mean(undefined), own: mean(asShipped(head)) };
}

/** A head as the pack carries it. */
function asShipped(head: Head): Head {
  return decodeLearned(encodeLearned({ head, encoder: undefined }), FEATURES.length, 1).head;
}

/** Sum of NDCG@10 of the right products among their lists', each of which counts for as many as it stands for. */
function gainsOf(rows: HeadRows, numbers: readonly number[], head: Head | undefined): number {
  const { features, candidates, values, base, logWeights } = rows;
  let sum = 0;
  for (const list of numbers) {
    const from = list * candidates;
    const outputs =
      head === undefined ? undefined : headOutputs(head, values.slice(from * features, (from + candidates) * features));
    const scoreOf = (at: number): number =>
      outputs === undefined ? base[from + at]! : outputs[at]! + head!.baseWeight * base[from + at]!;
    let rank = 1;
    for (let at = 1; at < candidates; at++) if (!(scoreOf(at) <= scoreOf(0))) rank += Math.exp(logWeights[from + at]!);
    if (rank <= 10) sum += 1 / Math.log2(1 + rank);
  }
  return sum;
}
