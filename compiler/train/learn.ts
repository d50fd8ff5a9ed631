import { createHash } from "node:crypto";
import { availableParallelism } from "node:os";
import { ENCODER, type Head, type Learned } from "../../src/core/catalogue/learned.ts";
import { FEATURES } from "../../src/core/rank/features.ts";
import { CANDIDATES, REACHED } from "../../src/core/rank/learned.ts";
import { VERSION } from "../../src/core/version.ts";
import { encodePack } from "../pack.ts";
import { Checkpoint, type TrainingKey } from "./checkpoint.ts";
import { FOLD_LISTS, FOLDS } from "./fold-lists.ts";
import { type Job, nameOf, type OnShare, type ResultOf } from "./jobs.ts";
import { type Lesson, stepsOf } from "./lesson.ts";
import { joined } from "./lists.ts";
import { NEWCOMERS } from "./newcomers.ts";
import { type HeldOut, shipped } from "./shipped.ts";
import { createRunner } from "./threads.ts";
import { EPOCH_TOKENS, encoderOptions } from "./train-encoder.ts";
import { HEAD_OPTIONS } from "./train-head.ts";
import { LIST } from "./transitions.ts";

export interface LearnOptions extends Omit<Lesson, "model"> {
  /** Jobs at once, at most. Default: as many as the machine has cores. */
  readonly threads?: number | undefined;
  /** The folder that keeps what is done, so that a killed training goes on; undefined for none. */
  readonly checkpoint?: string | undefined;
  readonly onProgress: (stage: string, share: number) => void;
  /** Hears, in a sentence, what of a checkpoint could not be used or kept. */
  readonly onNote: (note: string) => void;
}

/** What was learned, or why nothing was; and what it gains on shoppers held out. */
export interface Learning {
  readonly learned: Learned | undefined;
  /** The head that does without an encoder, for comparison; undefined when nothing was learned. */
  readonly plain: Head | undefined;
  readonly reason: string;
  /** NDCG@10 among the candidates of held-out transitions. */
  readonly heldOut: HeldOut | undefined;
}

/** Fewer transitions teach nothing that would hold. */
export const MIN_TRANSITIONS = 2_000;

/** How long each kind of job takes, against the others. */
const EFFORT: Readonly<Record<Job["kind"], number>> = { fold: 4, encoder: 4, head: 1 };

/**
 * Trains the learned parts on a shop's history. The head learns from transitions that its graph and encoder have not seen: five folds of
 * shoppers, graph and encoder from four, lists from the fifth. A part that gains nothing on held-out lists does not ship.
 * The same history, options and seed give the same weights, whatever the number of threads and however often it was interrupted.
 */
export async function learn(model: Lesson["model"], options: LearnOptions): Promise<Learning> {
  const steps = model.sequences.reduce((sum, sequence) => sum + stepsOf(sequence).length, 0);
  if (steps < MIN_TRANSITIONS)
    return {
      learned: undefined,
      plain: undefined,
      reason: `the history has ${steps} steps from product to product; at least ${MIN_TRANSITIONS} are needed`,
      heldOut: undefined,
    };
  const { neighbours, minShoppers, stepMs, seed, threads = availableParallelism(), onNote } = options;
  const lesson: Lesson = { model, neighbours, minShoppers, stepMs, seed };
  const place = options.checkpoint === undefined ? undefined : { folder: options.checkpoint, key: keyOf(lesson) };
  if (place !== undefined && new Checkpoint(place.folder, place.key, onNote).isForeign)
    onNote(`the checkpoint in ${place.folder} is of another history, other options or another version: it is not used`);
  const run = createRunner(threads, place, onNote);
  const hear = progressOf(options.onProgress);
  const done = async <J extends Job>(job: J): Promise<ResultOf<J>> => {
    const onShare = hear(job);
    const result = await run(job, onShare);
    onShare("", 1);
    return result;
  };

  const folds = Array.from({ length: FOLDS }, (_, fold) => done({ kind: "fold", lesson, fold }));
  const whole = done({ kind: "encoder", lesson });
  const headOf = async (): Promise<readonly [ResultOf<HeadJob>, ResultOf<HeadJob>]> => {
    const lists = joined(await Promise.all(folds));
    return Promise.all([
      done({ kind: "head", seed, lists, encoder: true }),
      done({ kind: "head", seed, lists, encoder: false }),
    ]);
  };
  const [[encoded, plain], encoder] = await Promise.all([headOf(), whole]);

  const heldOut = { base: plain.base, head: plain.own, headAndEncoder: encoded.own };
  return { ...shipped(heldOut, { plain: plain.head, encoded: encoded.head, encoder }), plain: plain.head, heldOut };
}

type HeadJob = Extract<Job, { kind: "head" }>;

/** Digest of all that decides what a training comes to, the release and the engine's own arithmetic included. */
function keyOf({ model, ...options }: Lesson): TrainingKey {
  const hash = createHash("sha256");
  const settings = [
    options,
    ENCODER,
    encoderOptions(model.products.length),
    EPOCH_TOKENS,
    FEATURES,
    HEAD_OPTIONS,
    LIST,
    FOLDS,
    FOLD_LISTS,
    NEWCOMERS,
    CANDIDATES,
    REACHED,
  ];
  hash.update(JSON.stringify([VERSION, process.versions.v8, ...settings]));
  hash.update(encodePack(model, options.neighbours, 1).sections.ranking);
  for (const { items, times, kinds, weights } of model.sequences) {
    hash.update(items).update(times).update(kinds.join());
    if (weights !== undefined) hash.update(weights);
  }
  return hash.digest("hex");
}

/** One share over all jobs, and what is being trained. */
function progressOf(onProgress: LearnOptions["onProgress"]): (job: Job) => OnShare {
  const total = FOLDS * EFFORT.fold + EFFORT.encoder + 2 * EFFORT.head;
  const jobs = new Map<Job, { readonly doing: string; readonly share: number }>();
  return (job) => (doing, share) => {
    jobs.set(job, { doing: `${nameOf(job)} ${doing}`.trim(), share });
    const all = [...jobs];
    const active = all.flatMap(([, one]) => (one.share < 1 ? one.doing : []));
    const done = all.reduce((sum, [{ kind }, one]) => sum + EFFORT[kind] * one.share, 0);
    onProgress(`training: ${active.join(", ")}`, done / total);
  };
}
