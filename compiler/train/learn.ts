import type { Head, Learned } from "../../src/core/catalogue/learned.ts";
import { prepareEncoder } from "../../src/core/rank/encoder.ts";
import { FEATURES } from "../../src/core/rank/features.ts";
import { headOutputs } from "../../src/core/rank/head.ts";
import type { Sequence } from "../history/sequences.ts";
import type { Model } from "../model.ts";
import { shuffle } from "./draw.ts";
import { preparedOf, withSequences } from "./fold.ts";
import { HEAD_OPTIONS, type HeadRows, trainHead } from "./train-head.ts";
import { LIST_LENGTH, type List, listOf } from "./transitions.ts";
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
/** Of the lists, one in so many is held out. */
const HELD_OUT = 10;

/**
 * Trains the learned parts on a shop's history. The head learns from transitions that its graph and encoder have not seen: five folds of
 * shoppers, graph and encoder from four, lists from the fifth. A part that gains nothing on held-out lists does not ship.
 */
export function learn(model: Model, options: LearnOptions): Learning {
  const transitions = model.sequences.reduce((sum, { items }) => sum + Math.max(0, items.length - 1), 0);
  if (transitions < MIN_TRANSITIONS)
    return {
      learned: undefined,
      plain: undefined,
      reason: `${transitions} transitions; learned parts need ${MIN_TRANSITIONS}`,
      heldOut: undefined,
    };
  const { random, onProgress } = options;
  const lists = Array.from({ length: FOLDS }, (_, fold) =>
    foldLists(model, fold, Math.ceil(MAX_LISTS / FOLDS), options),
  ).flat();
  const held = lists.filter((_, at) => at % HELD_OUT === 0);
  const rest = lists.filter((_, at) => at % HELD_OUT !== 0);
  const trained = (from: readonly List[], stage: string): Head =>
    trainHead(rowsOf(from), HEAD_OPTIONS, random, (epoch) => onProgress(stage, epoch / HEAD_OPTIONS.epochs));
  const head = trained(rest, "head with encoder");
  const plain = trained(rest.map(withoutEncoder), "head");
  const heldOut = {
    base: ndcgOf(held, undefined),
    head: ndcgOf(held.map(withoutEncoder), plain),
    headAndEncoder: ndcgOf(held, head),
  };
  if (Math.max(heldOut.head, heldOut.headAndEncoder) <= heldOut.base)
    return { learned: undefined, plain, reason: "the head gained nothing on held-out shoppers", heldOut };
  if (heldOut.headAndEncoder <= heldOut.head)
    return { learned: { head: plain, encoder: undefined }, plain, reason: "the encoder gained nothing", heldOut };
  const prepared = preparedOf(model, options.neighbours);
  const encoder = encoderOf(prepared, model.sequences.map(stays), MAX_EPOCHS, random, (epoch) =>
    onProgress("encoder", epoch / MAX_EPOCHS),
  );
  return { learned: { head, encoder }, plain, reason: "ok", heldOut };
}

/** Lists of the shoppers of one fold, by a graph and an encoder of the others. */
function foldLists(model: Model, fold: number, most: number, options: LearnOptions): List[] {
  const { random, stepMs, onProgress } = options;
  const others = model.sequences.filter((_, s) => s % FOLDS !== fold);
  const prepared = preparedOf(withSequences(model, others, options), options.neighbours);
  const encoder = prepareEncoder(
    encoderOf(prepared, others.map(stays), MAX_EPOCHS, random, (epoch) =>
      onProgress(`encoder of fold ${fold + 1}`, epoch / MAX_EPOCHS),
    ),
  );
  const own = model.sequences.filter((_, s) => s % FOLDS === fold);
  const transitions = shuffle(
    own.flatMap((sequence) => Array.from(sequence.items.subarray(1), (_, at) => [sequence, at + 1] as const)),
    random,
  );
  const lists: List[] = [];
  for (const [at, [sequence, place]] of transitions.entries()) {
    if (lists.length >= most) break;
    const list = listOf(prepared, encoder, sequence, place, stepMs, random);
    if (list !== undefined) lists.push(list);
    if (at % 500 === 0) onProgress(`lists of fold ${fold + 1}`, Math.max(lists.length / most, at / transitions.length));
  }
  return lists;
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

const ENCODER_FEATURES = [FEATURES.indexOf("encoder"), FEATURES.indexOf("encoderGap")];

function withoutEncoder(list: List): List {
  const values = list.values.slice();
  for (let row = 0; row < LIST_LENGTH; row++)
    for (const feature of ENCODER_FEATURES) values[row * FEATURES.length + feature] = 0;
  return { ...list, values };
}

/** NDCG@10 of the right product among the list's, each of which counts for as many as it stands for. */
function ndcgOf(lists: readonly List[], head: Head | undefined): number {
  let sum = 0;
  for (const { values, base, logWeights } of lists) {
    const outputs = head === undefined ? undefined : headOutputs(head, values);
    const scores = base.map((score, at) => (outputs === undefined ? score : outputs[at]! + head!.baseWeight * score));
    let rank = 1;
    for (let at = 1; at < scores.length; at++) if (scores[at]! > scores[0]!) rank += Math.exp(logWeights[at]!);
    if (rank <= 10) sum += 1 / Math.log2(1 + rank);
  }
  return sum / Math.max(1, lists.length);
}
