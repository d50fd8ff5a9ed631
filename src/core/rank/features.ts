import type { ChannelName, Graph } from "../catalogue/graph.ts";
import { DAY_MS } from "../time.ts";
import type { Encoded } from "./encoder.ts";
import { habitOf, WEEK_MS } from "./habits.ts";
import type { Interest, Source } from "./interest.ts";
import type { Prepared, PreparedChannel } from "./prepared.ts";
import { speaksBy, type Totals } from "./score.ts";

/**
 * What the interest head knows of a candidate, in this order. Graph features are in units of the channel's usual strongest edge
 * and pass through log(1 + 8 x), so that they mean the same in every shop.
 */
export const FEATURES = [
  "base",
  "text.last",
  "text.session",
  "text.long",
  "text.flat",
  "text.best",
  "text.votes",
  "text.back",
  "attributes.long",
  "attributes.best",
  "followedBy.last",
  "followedBy.session",
  "followedBy.long",
  "followedBy.flat",
  "followedBy.best",
  "followedBy.votes",
  "followedBy.back",
  "boughtWith.long",
  "boughtWith.best",
  "popularity",
  "trend",
  "category",
  "brand",
  "price",
  "sameCategory",
  "repeat",
  "repeatPlace",
  "touches",
  "sessionTouches",
  "followed",
  "encoder",
  "encoderGap",
  "basePlace",
  "hour",
  "weekday",
  "encoder.last",
  "encoder.recent",
  "encoder.best",
] as const;
export type FeatureName = (typeof FEATURES)[number];

const AT: Readonly<Record<FeatureName, number>> = Object.fromEntries(
  FEATURES.map((name, index) => [name, index]),
) as Record<FeatureName, number>;

const WIDTH = FEATURES.length;

/** Most shares are 0, and their logarithms would be a third of the features' time. */
const squash = (share: number): number => (share > 0 ? Math.log1p(8 * share) : 0);

interface ChannelAt {
  readonly last?: number;
  readonly session?: number;
  readonly long?: number;
  readonly flat?: number;
  readonly best?: number;
  readonly votes?: number;
  readonly back?: number;
}

const CHANNEL_AT: Readonly<Record<ChannelName, ChannelAt>> = {
  text: channelAt("text"),
  attributes: channelAt("attributes"),
  followedBy: channelAt("followedBy"),
  boughtWith: channelAt("boughtWith"),
};

function channelAt(channel: ChannelName): ChannelAt {
  const entries = ["last", "session", "long", "flat", "best", "votes", "back"].flatMap((name) => {
    const at = FEATURES.indexOf(`${channel}.${name}` as FeatureName);
    return at < 0 ? [] : [[name, at] as const];
  });
  return Object.fromEntries(entries);
}

/** What is known at the moment that features are of. */
export interface View {
  readonly prepared: Prepared;
  readonly interest: Interest;
  readonly scores: Totals;
  /** Products of the highest additive score, best first. */
  readonly best: readonly number[];
  readonly encoded: Encoded | undefined;
}

/** Rows of FEATURES.length numbers, one for each candidate, in their order. */
export function featuresOf(
  { prepared, interest, scores, best, encoded }: View,
  candidates: ArrayLike<number>,
): Float32Array {
  const rows = new Float32Array(candidates.length * WIDTH);
  const slots = new Uint16Array(prepared.ranking.products);
  for (let row = 0; row < candidates.length; row++) slots[candidates[row]!] = row + 1;
  for (const channel of prepared.channels) addChannel(rows, slots, channel, interest);
  addItems(rows, prepared, interest, scores, candidates);
  addPlaces(rows, slots, best);
  if (encoded !== undefined) addEncoder(rows, candidates, encoded);
  return rows;
}

function addChannel(rows: Float32Array, slots: Uint16Array, channel: PreparedChannel, interest: Interest): void {
  const at = CHANNEL_AT[channel.name];
  const { sources } = interest;
  const speaking = sources.filter((_, place) => interest.query[place]! > 0).length || 1;
  let first = true;
  for (const source of sources) {
    const session = Math.max(0, source.session);
    const long = Math.max(0, source.longTerm);
    if (!speaks(source)) continue;
    const factor = source[speaksBy(channel.name)] / channel.strongest;
    walk(channel.forward, channel.forwardWeights, source.item, slots, (row, weight) => {
      const share = factor * weight;
      const start = row * WIDTH;
      if (first && at.last !== undefined) rows[start + at.last]! += share;
      if (at.session !== undefined) rows[start + at.session]! += share * session;
      if (at.long !== undefined) rows[start + at.long]! += share * long;
      if (at.flat !== undefined) rows[start + at.flat]! += share / speaking;
      if (at.best !== undefined) rows[start + at.best] = Math.max(rows[start + at.best]!, share);
      if (at.votes !== undefined) rows[start + at.votes]! += 1 / 8;
    });
    if (at.back !== undefined)
      walk(channel.backward, channel.forwardWeights, source.item, slots, (row, weight) => {
        rows[row * WIDTH + at.back!]! += factor * weight * long;
      });
    first = false;
  }
  const columns = Object.values(at);
  for (let start = 0; start < rows.length; start += WIDTH)
    for (const column of columns) rows[start + column] = squash(rows[start + column]!);
}

/** Whether it is in either vector, and not rejected. */
const speaks = ({ session, longTerm }: Source): boolean => session > 0 || longTerm > 0;

/** Products that speak and that others were turned to after. */
function followedCount({ channels }: Prepared, { sources }: Interest): number {
  const offsets = channels.find(({ name }) => name === "followedBy")?.forward.offsets;
  if (offsets === undefined) return 0;
  return sources.filter((source) => speaks(source) && offsets[source.item + 1]! > offsets[source.item]!).length;
}

function walk(
  { offsets, targets, codes }: Graph,
  weights: Float32Array,
  from: number,
  slots: Uint16Array,
  see: (row: number, weight: number) => void,
): void {
  const end = offsets[from + 1]!;
  for (let edge = offsets[from]!; edge < end; edge++) {
    const slot = slots[targets[edge]!]!;
    if (slot > 0) see(slot - 1, weights[codes[edge]!]!);
  }
}

function addItems(
  rows: Float32Array,
  prepared: Prepared,
  interest: Interest,
  scores: Totals,
  candidates: ArrayLike<number>,
): void {
  const { ranking, unit } = prepared;
  const places = new Map<number, number>();
  const counts = new Map<number, number>();
  interest.sources.forEach(({ item }, place) => {
    if (!places.has(item)) places.set(item, place);
    counts.set(item, (counts.get(item) ?? 0) + 1);
  });
  const lastCategory = interest.sources[0] === undefined ? 0 : ranking.categoryOf[interest.sources[0].item]!;
  const touches = Math.log1p(interest.sources.length);
  const sessionTouches = Math.log1p(interest.sessionTouches);
  const followed = Math.log1p(followedCount(prepared, interest));
  const hour = habitOf(prepared, interest, DAY_MS);
  const weekday = habitOf(prepared, interest, WEEK_MS);
  for (let row = 0; row < candidates.length; row++) {
    const item = candidates[row]!;
    const start = row * WIDTH;
    const { affinities } = scores;
    rows[start + AT.base] = squash(scores.total[item]! / unit);
    rows[start + AT.popularity] = ranking.popularity[item]! / 255;
    rows[start + AT.trend] = Math.tanh(ranking.trend[item]! / 32);
    rows[start + AT.category] = affinities.category[ranking.categoryOf[item]!]! / unit;
    rows[start + AT.brand] = (affinities.brand.get(ranking.brandOf[item]!) ?? 0) / unit;
    rows[start + AT.price] = affinities.price[ranking.priceCodes[item]!]! / unit;
    rows[start + AT.sameCategory] = Number(lastCategory > 0 && ranking.categoryOf[item] === lastCategory);
    const place = places.get(item);
    rows[start + AT.repeat] = Math.log1p(counts.get(item) ?? 0);
    rows[start + AT.repeatPlace] = place === undefined ? 0 : 1 / (1 + place);
    rows[start + AT.touches] = touches;
    rows[start + AT.sessionTouches] = sessionTouches;
    rows[start + AT.followed] = followed;
    rows[start + AT.hour] = hour(ranking.categoryOf[item]!);
    rows[start + AT.weekday] = weekday(ranking.categoryOf[item]!);
  }
}

/** Places by the additive score; all that are not among the best share the one after these. */
function addPlaces(rows: Float32Array, slots: Uint16Array, best: readonly number[]): void {
  for (let start = AT.basePlace; start < rows.length; start += WIDTH) rows[start] = Math.log1p(best.length);
  best.forEach((item, place) => {
    const slot = slots[item]!;
    if (slot > 0) rows[(slot - 1) * WIDTH + AT.basePlace] = Math.log1p(place);
  });
}

/** Deviations over the catalogue's mean, how far below the best candidate, and the likeness to what the shopper met. */
function addEncoder(rows: Float32Array, candidates: ArrayLike<number>, encoded: Encoded): void {
  let best = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < candidates.length; row++) {
    const start = row * WIDTH;
    const score = encoded.scoreOf(candidates[row]!);
    const likeness = encoded.likenessOf(candidates[row]!);
    rows[start + AT.encoder] = score;
    rows[start + AT["encoder.last"]] = likeness.last;
    rows[start + AT["encoder.recent"]] = likeness.recent;
    rows[start + AT["encoder.best"]] = likeness.best;
    best = Math.max(best, score);
  }
  for (let start = 0; start < rows.length; start += WIDTH)
    rows[start + AT.encoderGap] = Math.max(-8, rows[start + AT.encoder]! - best);
}
