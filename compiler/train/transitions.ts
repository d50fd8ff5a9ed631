import { type ItemIndex, itemIndex } from "../../src/core/brands.ts";
import { encode, type PreparedEncoder } from "../../src/core/rank/encoder.ts";
import { FEATURES, featuresOf } from "../../src/core/rank/features.ts";
import { type Interest, interestOf } from "../../src/core/rank/interest.ts";
import { bestOf, CANDIDATES, candidatesOf, historyOf, REACHED } from "../../src/core/rank/learned.ts";
import type { Prepared } from "../../src/core/rank/prepared.ts";
import type { Product } from "../../src/core/rank/product.ts";
import { scoreAll } from "../../src/core/rank/score.ts";
import { type ResolvedEvent, touchesOf } from "../../src/core/rank/touches.ts";
import type { Sequence } from "../history/sequences.ts";
import { isTimed, untimed } from "./stays.ts";

/** Hardest candidates that every list holds, and how many of the others stand for the rest. */
export const LIST: { readonly hard: number; readonly drawn: number } = { hard: 16, drawn: 47 };
/** Of each list in a shop of so many products. */
export const listLength = (products: number): number => Math.min(1 + LIST.hard + LIST.drawn, products);

/** What one transition teaches the head: the product that came next first, then candidates. */
export interface List {
  readonly values: Float32Array;
  /** In units of the catalogue. */
  readonly base: Float32Array;
  /** Log of how many each stands for; -infinity where it only fills up the list. */
  readonly logWeights: Float32Array;
  /** 1 where the encoder alone reached it. */
  readonly reached: Uint8Array;
}

/** A made-up time for histories that have none. */
const START_MS = 1_600_000_000_000;

/** When each event of a sequence happened; steps apart where not every one has a time. */
function timesOf(sequence: Sequence, stepMs: number): Float64Array {
  const { times } = sequence;
  return isTimed(sequence) ? times : times.map((_, at) => START_MS + at * stepMs);
}

/** `place`: of the event to come. `stepMs`: between events without times. Encoder and head see the same shopper as on a device: touches, and what was bought. */
export function interestBefore(prepared: Prepared, sequence: Sequence, place: number, stepMs: number): Interest {
  const times = timesOf(sequence, stepMs);
  const bought = new Map<ItemIndex, number>();
  const events = Array.from({ length: place }, (_, at): ResolvedEvent => {
    const event = { item: itemIndex(sequence.items[at]!), kind: sequence.kinds[at]!, at: times[at]! };
    if (event.kind === "purchase") bought.set(event.item, event.at);
    return event;
  });
  const touches = touchesOf(events, bought);
  return interestOf(prepared, isTimed(sequence) ? touches : untimed(touches), [], times[place]!);
}

/** What lists are made by. */
export interface ListMaker {
  readonly prepared: Prepared;
  readonly encoder: PreparedEncoder;
  readonly product: Product;
  readonly stepMs: number;
  readonly random: () => number;
}

/** Undefined where what came next is none of the candidates: no order of them can be right. */
export function listOf(maker: ListMaker, sequence: Sequence, place: number): List | undefined {
  const { prepared, random } = maker;
  const interest = interestBefore(prepared, sequence, place, maker.stepMs);
  const history = historyOf(interest);
  if (history.length === 0) return undefined;
  const scores = scoreAll(prepared, interest, new Map());
  const encoded = encode(maker.encoder, history, maker.product);
  const next = sequence.items[place]!;
  // Most transitions end here, before the costly part.
  if (placeOf(scores.total, next) > CANDIDATES && !encoded.top(REACHED).includes(next)) return undefined;
  const best = bestOf(scores.total);
  const candidates = candidatesOf(best, encoded);
  const right = candidates.indexOf(next);
  if (right < 0) return undefined;
  const rows = featuresOf({ prepared, interest, scores, best, encoded }, candidates);
  const { chosen, logWeight } = chosenOf(candidates.length, right, random);
  const width = FEATURES.length;
  const length = listLength(prepared.ranking.products);
  const list = {
    values: new Float32Array(length * width),
    base: new Float32Array(length),
    logWeights: new Float32Array(length).fill(Number.NEGATIVE_INFINITY),
    reached: new Uint8Array(length),
  };
  chosen.forEach((row, at) => {
    list.values.set(rows.subarray(row * width, (row + 1) * width), at * width);
    list.base[at] = scores.total[candidates[row]!]! / prepared.unit;
    list.logWeights[at] = at <= LIST.hard ? 0 : logWeight;
    list.reached[at] = Number(row >= best.length);
  });
  return list;
}

/** 1 for the highest; what ties with it does not count. */
function placeOf(scores: Float32Array, item: number): number {
  const own = scores[item]!;
  let place = 1;
  for (let other = 0; other < scores.length; other++) if (scores[other]! > own) place++;
  return place;
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
