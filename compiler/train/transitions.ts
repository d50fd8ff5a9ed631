import { type ItemIndex, itemIndex } from "../../src/core/brands.ts";
import { type Encoded, encode, type PreparedEncoder } from "../../src/core/rank/encoder.ts";
import { FEATURES, featuresOf } from "../../src/core/rank/features.ts";
import { type Interest, interestOf } from "../../src/core/rank/interest.ts";
import { bestOf, candidatesOf, historyOf } from "../../src/core/rank/learned.ts";
import type { Prepared } from "../../src/core/rank/prepared.ts";
import { type Scores, scoreAll } from "../../src/core/rank/score.ts";
import { type ResolvedEvent, touchesOf } from "../../src/core/rank/touches.ts";
import type { Sequence } from "../history/sequences.ts";

/** Hardest candidates that every list holds, and how many of the others stand for the rest. */
export const LIST: { readonly hard: number; readonly drawn: number } = { hard: 16, drawn: 47 };
export const LIST_LENGTH: number = 1 + LIST.hard + LIST.drawn;

/** What one transition teaches the head: the product that came next first, then candidates of the base. */
export interface List {
  /** Of a shopper from whom nothing is learned, so that what is learned can be measured. */
  readonly held: boolean;
  readonly values: Float32Array;
  /** In units of the catalogue. */
  readonly base: Float32Array;
  readonly logWeights: Float32Array;
}

/** A made-up time for histories that have none. */
const START_MS = 1_600_000_000_000;

/** When each event of a sequence happened; steps apart where not every one has a time. */
function timesOf({ times }: Sequence, stepMs: number): Float64Array {
  return times.some(Number.isNaN) ? times.map((_, at) => START_MS + at * stepMs) : times;
}

/** Encoder and head see the same shopper as on a device: touches, and what was bought. */
function interestBefore(prepared: Prepared, sequence: Sequence, place: number, stepMs: number): Interest {
  const times = timesOf(sequence, stepMs);
  const bought = new Map<ItemIndex, number>();
  const events = Array.from({ length: place }, (_, at): ResolvedEvent => {
    const event = { item: itemIndex(sequence.items[at]!), kind: sequence.kinds[at]!, at: times[at]! };
    if (event.kind === "purchase") bought.set(event.item, event.at);
    return event;
  });
  return interestOf(prepared, touchesOf(events, bought), [], times[place]!);
}

/** Lists of one transition: as a device with an encoder makes them, and as one without. */
export interface Lists {
  readonly encoded: List | undefined;
  readonly plain: List | undefined;
}

/** Undefined where what came next is none of the candidates: no order of them can be right. */
export function listsOf(
  prepared: Prepared,
  encoder: PreparedEncoder,
  sequence: Sequence,
  place: number,
  held: boolean,
  { stepMs, random }: { readonly stepMs: number; readonly random: () => number },
): Lists {
  const interest = interestBefore(prepared, sequence, place, stepMs);
  const history = historyOf(interest);
  if (history.length === 0) return { encoded: undefined, plain: undefined };
  const scores = scoreAll(prepared, interest, new Map());
  const best = bestOf(scores.total);
  const right = sequence.items[place]!;
  const listBy = (encoded: Encoded | undefined): List | undefined =>
    listOf(prepared, interest, scores, candidatesOf(best, encoded), encoded, right, held, random);
  return { encoded: listBy(encode(encoder, history)), plain: listBy(undefined) };
}

function listOf(
  prepared: Prepared,
  interest: Interest,
  scores: Scores,
  candidates: readonly number[],
  encoded: Encoded | undefined,
  next: number,
  held: boolean,
  random: () => number,
): List | undefined {
  const right = candidates.indexOf(next);
  if (right < 0) return undefined;
  const rows = featuresOf(prepared, interest, scores, candidates, encoded);
  const { chosen, logWeight } = chosenOf(candidates.length, right, random);
  const width = FEATURES.length;
  const values = new Float32Array(LIST_LENGTH * width);
  const base = new Float32Array(LIST_LENGTH);
  const logWeights = new Float32Array(LIST_LENGTH).fill(Number.NEGATIVE_INFINITY);
  chosen.forEach((row, at) => {
    values.set(rows.subarray(row * width, (row + 1) * width), at * width);
    base[at] = scores.total[candidates[row]!]! / prepared.unit;
    logWeights[at] = at <= LIST.hard ? 0 : logWeight;
  });
  return { held, values, base, logWeights };
}

/** The right one, the hardest others, and some of the rest, each of which stands for several. */
function chosenOf(length: number, right: number, random: () => number): { chosen: number[]; logWeight: number } {
  const others = Array.from({ length }, (_, row) => row).filter((row) => row !== right);
  const rest = others.slice(LIST.hard);
  const drawn = Math.min(LIST.drawn, rest.length);
  for (let at = 0; at < drawn; at++) {
    const other = at + Math.floor(random() * (rest.length - at));
    [rest[at], rest[other]] = [rest[other]!, rest[at]!];
  }
  return {
    chosen: [right, ...others.slice(0, LIST.hard), ...rest.slice(0, drawn)],
    logWeight: drawn === 0 ? 0 : Math.log(rest.length / drawn),
  };
}
