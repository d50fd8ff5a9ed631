import type { ItemIndex } from "../../src/core/brands.ts";
import { encode, type PreparedEncoder } from "../../src/core/rank/encoder.ts";
import { FEATURES, featuresOf } from "../../src/core/rank/features.ts";
import { interestOf } from "../../src/core/rank/interest.ts";
import { candidatesOf, historyOf } from "../../src/core/rank/learned.ts";
import type { Prepared } from "../../src/core/rank/prepared.ts";
import { scoreAll } from "../../src/core/rank/score.ts";
import { type ResolvedEvent, touchesOf } from "../../src/core/rank/touches.ts";
import type { Sequence } from "../history/sequences.ts";

/** Hardest candidates that every list holds, and how many of the others stand for the rest. */
export const LIST: { readonly hard: number; readonly drawn: number } = { hard: 16, drawn: 47 };
export const LIST_LENGTH: number = 1 + LIST.hard + LIST.drawn;

/** What one transition teaches the head: the product that came next first, then candidates of the base. */
export interface List {
  readonly values: Float32Array;
  /** In units of the catalogue. */
  readonly base: Float32Array;
  readonly logWeights: Float32Array;
}

/** A made-up time for histories that have none. */
const START_MS = 1_600_000_000_000;

/** The shopper's events before the one at `place`, as ranking sees them. */
function eventsBefore({ items, times, kinds }: Sequence, place: number, stepMs: number): ResolvedEvent[] {
  return Array.from({ length: place }, (_, at) => ({
    item: items[at]! as ItemIndex,
    kind: kinds[at]!,
    at: Number.isNaN(times[at]!) ? START_MS + at * stepMs : times[at]!,
  }));
}

/** Undefined where what came next is none of the base's best candidates: no order of them can be right. */
export function listOf(
  prepared: Prepared,
  encoder: PreparedEncoder | undefined,
  sequence: Sequence,
  place: number,
  stepMs: number,
  random: () => number,
): List | undefined {
  const events = eventsBefore(sequence, place, stepMs);
  const now = Number.isNaN(sequence.times[place]!) ? START_MS + place * stepMs : sequence.times[place]!;
  const interest = interestOf(prepared, touchesOf(events), [], now);
  const history = historyOf(interest);
  if (history.length === 0) return undefined;
  const scores = scoreAll(prepared, interest, new Map());
  const encoded = encoder && encode(encoder, history);
  const candidates = candidatesOf(scores.total, encoded);
  const right = candidates.indexOf(sequence.items[place]!);
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
  return { values, base, logWeights };
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
