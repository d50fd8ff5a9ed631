import { prepareEncoder } from "../../src/core/rank/encoder.ts";
import { shuffled } from "../../src/core/shuffled.ts";
import { createGemm } from "../../workers/kernels/gemm/gemm.ts";
import { createProduct } from "../../workers/kernels/gemm/product.ts";
import { createWasmScorer } from "../../workers/kernels/scorer/wasm.ts";
import type { Checkpoint } from "./checkpoint.ts";
import type { Draws } from "./draws.ts";
import { preparedOf, withSequences } from "./fold.ts";
import { type Lesson, stepsOf } from "./lesson.ts";
import { emptyLists, firstOf, type Lists, setList } from "./lists.ts";
import { NEWCOMERS, newcomersOf, without } from "./newcomers.ts";
import { stays } from "./stays.ts";
import { type ListMaker, listLength, listOf } from "./transitions.ts";
import { encoderOf } from "./vectors.ts";

export const FOLDS = 5;
/** Transitions of a fold that the head learns from: all up to `least`, a `share` of more, never over `most` (.5 GB). */
export const FOLD_LISTS = { least: 12_000, share: 0.3, most: 30_000 } as const;
/** Of the shoppers, FOLDS in so many are held out of the head's training: as many of each fold. */
const HELD_OUT = 50;
/** Of a fold's time, the part that its encoder takes. */
const ENCODER_SHARE = 0.8;
/** Lists between two reports. */
const STEP = 500;

/**
 * Lists of the shoppers of one fold, by a graph and an encoder of the others, in which some products have not arrived yet: so that a head meets
 * new ones as they come. `name`: of draws and of what is kept.
 */
export function foldLists(
  lesson: Lesson,
  fold: number,
  name: string,
  draws: Draws,
  checkpoint: Checkpoint | undefined,
  onShare: (doing: string, share: number) => void,
): Lists {
  const { model, neighbours, stepMs } = lesson;
  const hidden = newcomersOf(lesson, fold);
  const others = model.sequences.filter((_, s) => s % FOLDS !== fold).map((sequence) => without(sequence, hidden));
  const prepared = preparedOf(withSequences(model, others, lesson), neighbours);
  const kept = { checkpoint, job: `${name}-encoder` };
  const weights = encoderOf(prepared, others.map(stays), draws, kept, (share) =>
    onShare("encoder", ENCODER_SHARE * share),
  );
  const maker: ListMaker = {
    prepared,
    encoder: prepareEncoder(weights, createWasmScorer),
    product: createProduct(createGemm()),
    stepMs,
    random: draws("candidates"),
  };
  return listsBy(maker, lesson, fold, hidden, draws, (share) =>
    onShare("lists", ENCODER_SHARE + (1 - ENCODER_SHARE) * share),
  );
}

const listsOf = (steps: number): number =>
  Math.min(steps, Math.max(FOLD_LISTS.least, Math.min(FOLD_LISTS.most, Math.floor(FOLD_LISTS.share * steps))));

function listsBy(
  maker: ListMaker,
  { model: { sequences } }: Lesson,
  fold: number,
  hidden: ReadonlySet<number>,
  draws: Draws,
  onShare: (share: number) => void,
): Lists {
  const own = [...sequences.entries()].filter(([s]) => s % FOLDS === fold);
  const steps = shuffled(
    own.flatMap(([s, sequence]) => stepsOf(sequence).map((place) => ({ sequence, place, held: s % HELD_OUT < FOLDS }))),
    draws("transitions"),
  );
  const most = listsOf(steps.length);
  const lists = emptyLists(most, listLength(maker.prepared.ranking.products));
  let made = 0;
  for (const [at, { sequence, place, held }] of steps.entries()) {
    if (made >= most) break;
    const list = listOf(maker, sequence, place);
    const weight = hidden.has(sequence.items[place]!) ? NEWCOMERS.weight : 1;
    if (list !== undefined) setList(lists, made++, list, weight, held);
    if (at % STEP === 0) onShare(Math.max(made / most, at / steps.length));
  }
  return firstOf(lists, made);
}
