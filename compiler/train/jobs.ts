import type { EncoderWeights } from "../../src/core/catalogue/learned.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { type Draws, drawsOf, within } from "./draws.ts";
import { preparedOf } from "./fold.ts";
import { foldLists } from "./fold-lists.ts";
import { type JudgedHead, judgedHead } from "./judged-head.ts";
import type { Lesson } from "./lesson.ts";
import type { Lists } from "./lists.ts";
import { stays } from "./stays.ts";
import { encoderOf } from "./vectors.ts";

/** Parts of a training that need nothing of each other but what they are given, and what comes of them. */
export interface Jobs {
  readonly fold: { readonly given: { readonly lesson: Lesson; readonly fold: number }; readonly result: Lists };
  readonly encoder: { readonly given: { readonly lesson: Lesson }; readonly result: EncoderWeights };
  readonly head: {
    readonly given: { readonly seed: number; readonly lists: Lists; readonly encoder: boolean };
    readonly result: JudgedHead;
  };
}

export type Job = { readonly [K in keyof Jobs]: { readonly kind: K } & Jobs[K]["given"] }[keyof Jobs];
export type ResultOf<J extends Job> = Jobs[J["kind"]]["result"];

/** Hears what a job is at, and the share of it done, 0 to 1. */
export type OnShare = (doing: string, share: number) => void;

/** For people, for files and for draws. */
export function nameOf(job: Job): string {
  switch (job.kind) {
    case "fold":
      return `fold-${job.fold + 1}`;
    case "encoder":
      return "encoder";
    case "head":
      return job.encoder ? "head-with-encoder" : "head";
    default:
      return job satisfies never;
  }
}

/** Does a job, or reads what came of it before. It comes to the same, to the last bit, wherever and whenever it is done. */
export function runJob<J extends Job>(job: J, checkpoint: Checkpoint | undefined, onShare: OnShare): ResultOf<J> {
  const name = nameOf(job);
  const before = job.kind === "encoder" ? undefined : checkpoint?.read(name);
  // The casts: each kind has its own result, and the digest says that what is read is what was written here.
  if (before !== undefined) return before as ResultOf<J>;
  const result = resultOf(job, name, checkpoint, onShare);
  if (job.kind !== "encoder") checkpoint?.write(name, result);
  return result as ResultOf<J>;
}

function resultOf(
  job: Job,
  name: string,
  checkpoint: Checkpoint | undefined,
  onShare: OnShare,
): Jobs[keyof Jobs]["result"] {
  onShare("", 0);
  const draws = within(drawsOf(job.kind === "head" ? job.seed : job.lesson.seed), name);
  switch (job.kind) {
    case "fold":
      return foldLists(job.lesson, job.fold, name, draws, checkpoint, onShare);
    case "encoder":
      return wholeEncoder(job.lesson, name, draws, checkpoint, onShare);
    case "head":
      return judgedHead(job.lists, job.encoder, draws, (share) => onShare("", share));
    default:
      return job satisfies never;
  }
}

/** Of all shoppers, as it ships. It keeps its own epochs. */
function wholeEncoder(
  { model, neighbours }: Lesson,
  name: string,
  draws: Draws,
  checkpoint: Checkpoint | undefined,
  onShare: OnShare,
): EncoderWeights {
  const prepared = preparedOf(model, neighbours);
  return encoderOf(prepared, model.sequences.map(stays), draws, { checkpoint, job: name }, (share) =>
    onShare("", share),
  );
}
