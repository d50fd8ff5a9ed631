import { decodeLearned, encodeLearned, type Head, type Learned } from "../../src/core/catalogue/learned.ts";
import { prepareEncoder } from "../../src/core/rank/encoder.ts";
import { FEATURES } from "../../src/core/rank/features.ts";
import { headOutputs } from "../../src/core/rank/head.ts";
import type { Sequence } from "../history/sequences.ts";
import type { Model } from "../model.ts";
import { shuffle } from "./draw.ts";
import { preparedOf, withSequences } from "./fold.ts";
import { HEAD_OPTIONS, type HeadRows, trainHead } from "./train-head.ts";
import { LIST_LENGTH, type List, type Lists, listsOf } from "./transitions.ts";
import { encoderOf } from "./vectors.ts";

export interface LearnOptions {
  readonly neighbours: number;
  readonly minShoppers: number;
  /** Between two events of a history without times, in milliseconds. */
  readonly stepMs: number;
  /** 0 to 1, without 1; everything that is drawn. */
  readonly random: () => number;
  readonly onProgress: (stage: string, share: number) => void;
}

/** What was learned, or why nothing was; and what it gains on shoppers held out. */
export interface Learning {
  readonly learned: Learned | undefined;
  /** The head that does without an encoder, for comparison; undefined when nothing was learned. */
  readonly plain: Head | undefined;
  readonly reason: string;
  /** NDCG@10 among the candidates of held-out transitions. */
  readonly heldOut: { readonly base: number; readonly head: number; readonly headAndEncoder: number } | undefined;
}

/** Fewer transitions teach nothing that would hold. */
export const MIN_TRANSITIONS = 2_000;
const FOLDS = 5;
/** Transitions that the head learns from, at most. */
const MAX_LISTS = 60_000;
const MAX_EPOCHS = 14;
/** Of the shoppers, FOLDS in so many are held out of the head's training: as many of each fold. */
const HELD_OUT = 50;

/**
 * Trains the learned parts on a shop's history. The head learns from transitions that its graph and encoder have not seen: five folds of
 * shoppers, graph and encoder from four, lists from the fifth. A part that gains nothing on held-out lists does not ship.
 */
export function learn(model: Model, options: LearnOptions): Learning {
  const steps = model.sequences.reduce((sum, sequence) => sum + stepsOf(sequence).length, 0);
  if (steps < MIN_TRANSITIONS)
    return {
      learned: undefined,
      plain: undefined,
      reason: `the history has ${steps} steps from product to product; at least ${MIN_TRANSITIONS} are needed`,
      heldOut: undefined,
    };
  const { random, onProgress } = options;
  const lists = Array.from({ length: FOLDS }, (_, fold) => foldLists(model, fold, options));
  const trained = (name: keyof Lists, stage: string): { head: Head; base: number; own: number } => {
    const all = lists.flatMap((of) => of.flatMap((both) => both[name] ?? []));
    const head = trainHead(rowsOf(all.filter(({ held }) => !held)), HEAD_OPTIONS, random, (epoch) =>
      onProgress(stage, epoch / HEAD_OPTIONS.epochs),
    );
    const held = all.filter((list) => list.held);
    return { head, base: ndcgOf(held, undefined), own: ndcgOf(held, asShipped(head)) };
  };
  const encoded = trained("encoded", "head with encoder");
  const plain = trained("plain", "head");
  // The same shoppers, whether or not the encoder reached what came next: sums over all, not means over the reached.
  const share = heldShare(lists);
  const heldOut = { base: plain.base, head: plain.own, headAndEncoder: encoded.own * share };
  const kept = { plain: plain.head, heldOut };
  if (Math.max(heldOut.head, heldOut.headAndEncoder) <= heldOut.base)
    return { ...kept, learned: undefined, reason: "the head gained nothing on held-out shoppers" };
  if (heldOut.headAndEncoder <= heldOut.head)
    return { ...kept, learned: { head: plain.head, encoder: undefined }, reason: "the encoder gained nothing" };
  const prepared = preparedOf(model, options.neighbours);
  const encoder = encoderOf(prepared, model.sequences.map(stays), MAX_EPOCHS, random, (epoch) =>
    onProgress("encoder", epoch / MAX_EPOCHS),
  );
  return { ...kept, learned: { head: encoded.head, encoder }, reason: "ok" };
}

/** Held-out lists with an encoder for each without: the encoder reaches products that the base does not. */
function heldShare(lists: readonly (readonly Lists[])[]): number {
  const held = (name: keyof Lists): number => lists.flat().filter((both) => both[name]?.held).length;
  return held("encoded") / Math.max(1, held("plain"));
}

/** Lists of the shoppers of one fold, by a graph and an encoder of the others. */
function foldLists(model: Model, fold: number, options: LearnOptions): Lists[] {
  const { random, onProgress } = options;
  const most = Math.ceil(MAX_LISTS / FOLDS);
  const others = model.sequences.filter((_, s) => s % FOLDS !== fold);
  const prepared = preparedOf(withSequences(model, others, options), options.neighbours);
  const encoder = prepareEncoder(
    encoderOf(prepared, others.map(stays), MAX_EPOCHS, random, (epoch) =>
      onProgress(`encoder of fold ${fold + 1}`, epoch / MAX_EPOCHS),
    ),
  );
  const steps = shuffle(
    model.sequences.flatMap((sequence, s) =>
      s % FOLDS === fold ? stepsOf(sequence).map((place) => ({ sequence, place, held: s % HELD_OUT < FOLDS })) : [],
    ),
    random,
  );
  const lists: Lists[] = [];
  for (const [at, { sequence, place, held }] of steps.entries()) {
    if (lists.length >= most) break;
    const both = listsOf(prepared, encoder, sequence, place, held, options);
    if (both.encoded !== undefined) lists.push(both);
    if (at % 500 === 0) onProgress(`lists of fold ${fold + 1}`, Math.max(lists.length / most, at / steps.length));
  }
  return lists;
}

/** Places where a shopper went on to another product: an act on the one they are at is no step. */
function stepsOf({ items }: Sequence): number[] {
  return Array.from(items.keys()).filter((place) => place > 0 && items[place] !== items[place - 1]);
}

/** A head as the pack carries it. */
function asShipped(head: Head): Head {
  return decodeLearned(encodeLearned({ head, encoder: undefined }), FEATURES.length, 1).head;
}

/** Products in the order of the stays with them: a run of acts on one product is one. */
function stays({ items }: Sequence): number[] {
  return [...items.filter((item, at) => item !== items[at - 1])];
}

function rowsOf(lists: readonly List[]): HeadRows {
  const features = FEATURES.length;
  const values = new Float32Array(lists.length * LIST_LENGTH * features);
  const base = new Float32Array(lists.length * LIST_LENGTH);
  const logWeights = new Float32Array(lists.length * LIST_LENGTH);
  lists.forEach((list, at) => {
    values.set(list.values, at * LIST_LENGTH * features);
    base.set(list.base, at * LIST_LENGTH);
    logWeights.set(list.logWeights, at * LIST_LENGTH);
  });
  return { features, candidates: LIST_LENGTH, values, base, logWeights };
}

/** NDCG@10 of the right product among the list's, each of which counts for as many as it stands for. */
function ndcgOf(lists: readonly List[], head: Head | undefined): number {
  let sum = 0;
  for (const { values, base, logWeights } of lists) {
    const outputs = head === undefined ? undefined : headOutputs(head, values);
    const scores = base.map((score, at) => (outputs === undefined ? score : outputs[at]! + head!.baseWeight * score));
    let rank = 1;
    for (let at = 1; at < scores.length; at++) if (!(scores[at]! <= scores[0]!)) rank += Math.exp(logWeights[at]!);
    if (rank <= 10) sum += 1 / Math.log2(1 + rank);
  }
  return sum / Math.max(1, lists.length);
}
