import type { ItemIndex } from "../../brands.ts";
import type { Compacted } from "../../event/compact.ts";
import type { ShopEvent } from "../../event/event.ts";
import { encode } from "../encoder.ts";
import { FEATURES, featuresOf } from "../features.ts";
import { interestOf } from "../interest.ts";
import { bestOf, historyOf } from "../learned.ts";
import type { Resolve } from "../matched.ts";
import type { Prepared } from "../prepared.ts";
import { totalsOf } from "../score.ts";
import { shopperOf } from "../shopper.ts";
import { touchesOf } from "../touches.ts";
import type { ShownList } from "./shown.ts";

/** Candidates of a choice at most: the one that was chosen, and those seen nearest to it. */
export const MOST_CANDIDATES = 24;

/** One choice of the shopper's, as the head learns from it: the chosen product first, then others of its list that were seen. */
export interface ChoiceList {
  /** When it was shown, epoch ms. */
  readonly at: number;
  /** Candidates x features, as src/core/rank/features.ts gives them, as they were at that moment. */
  readonly values: Float32Array;
  /** The additive score of each, in units of the catalogue. */
  readonly base: Float32Array;
  /** How much it counts: clipped inverse propensity. */
  readonly weight: number;
}

/** A choice of which some candidates were drawn out of many: as simulated from logs, which say nothing of what was shown. */
export interface DrawnList extends ChoiceList {
  /** Of each candidate, the logarithm of how many products it stands for; undefined where each stands for itself, as on every device. */
  readonly standsFor?: Float32Array;
}

/** What a device knows, to see a moment of its past again. */
export interface Past {
  readonly prepared: Prepared;
  readonly resolve: Resolve;
  /** In the order in which they happened: those that shownLists was given. */
  readonly events: readonly ShopEvent[];
  /** What came before them. */
  readonly compacted: Compacted;
}

/** `resolve` is asked of every event before every list; events name few products, so each is looked up once. */
export function pastOf(prepared: Prepared, events: readonly ShopEvent[], compacted: Compacted): Past {
  const known = new Map<string, ItemIndex | undefined>();
  const resolve: Resolve = (id) => {
    if (!known.has(id)) known.set(id, prepared.aliases.resolve(id));
    return known.get(id);
  };
  return { prepared, resolve, events, compacted };
}

/** Propensity of a choice: how probable it was that this product stood in this slot and was looked at. */
export interface Propensity {
  /** Slot k, 0 first, is looked at with probability (1 + k)^-eta. */
  readonly eta: number;
  /** No choice counts more than so many times one in the first slot. */
  readonly clip: number;
}

/** Of what a device learns for itself. */
export const OWN_PROPENSITY: Propensity = { eta: 1, clip: 8 };
/** Of what devices teach together, in whose mean a correction for more bias than there is does not cancel: the simulator's choice (docs/simulator.md). */
export const SHARED_PROPENSITY: Propensity = { eta: 0.5, clip: 8 };

/**
 * The choices made on one list, with features of the moment in which it was shown. None where nothing was known of the shopper, when a head has no say.
 */
export function choicesOf(
  { prepared, resolve, events, compacted }: Past,
  { at, before, seen, chosen, explored }: ShownList,
  propensity: Propensity,
): ChoiceList[] {
  const known = resolvedOf(resolve, seen, chosen);
  const others = known.filter(({ wanted }) => !wanted);
  const shopper = shopperOf(resolve, events.slice(0, before), compacted, at);
  const interest = interestOf(prepared, touchesOf(shopper.events, shopper.bought), shopper.remembered, at);
  const history = historyOf(interest);
  if (history.length === 0 || others.length === 0) return [];
  const scores = totalsOf(prepared, interest, shopper.weary);
  const encoder = prepared.learned?.encoder;
  const encoded = encoder && encode(encoder, history, prepared.learned?.product);
  const rows: readonly number[] = known.map(({ index }) => index);
  // The encoder's best product stands last, as a measure: one feature is how far below it a candidate is.
  const measure = encoded === undefined ? [] : [...encoded.top(1)];
  const view = { prepared, interest, scores, best: bestOf(scores.total), encoded };
  const features = featuresOf(view, [...rows, ...measure.filter((item) => !rows.includes(item))]);
  const width = FEATURES.length;
  return known.flatMap(({ slot, wanted }, place) => {
    if (!wanted) return [];
    const near = others
      .toSorted((a, b) => Math.abs(a.slot - slot) - Math.abs(b.slot - slot))
      .slice(0, MOST_CANDIDATES - 1);
    const places = [place, ...near.map((other) => known.indexOf(other))];
    const list: ChoiceList = {
      at,
      values: new Float32Array(places.length * width),
      base: Float32Array.from(places, (from) => scores.total[rows[from]!]! / prepared.unit),
      weight: weightOf(slot, explored?.slot === slot ? explored.probability : 1, propensity),
    };
    places.forEach((from, row) => {
      list.values.set(features.subarray(from * width, (from + 1) * width), row * width);
    });
    return [list];
  });
}

interface Known {
  readonly index: ItemIndex;
  readonly slot: number;
  readonly wanted: boolean;
}

/** Those that the catalogue has, each once by whichever of its ids. */
function resolvedOf(resolve: Resolve, seen: ShownList["seen"], chosen: readonly number[]): Known[] {
  const known = new Map<ItemIndex, Known>();
  seen.forEach(({ item, slot }, place) => {
    const index = resolve(item);
    const wanted = chosen.includes(place);
    if (index !== undefined && (wanted || !known.has(index))) known.set(index, { index, slot, wanted });
  });
  return [...known.values()];
}

/** Inverse propensity (Horvitz and Thompson, 1952; of clicks: Joachims, Swaminathan and Schnabel, WSDM 2017), clipped: what is rarely looked at would make the rest noise. */
const weightOf = (slot: number, shown: number, { eta, clip }: Propensity): number =>
  Math.min(clip, (1 + slot) ** eta / shown);
