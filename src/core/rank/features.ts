import type { Graph } from "../catalogue/graph.ts";
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

/** What a channel says of a candidate: of some of it each channel has a feature, "text.last". */
const SAID = ["last", "session", "long", "flat", "best", "votes", "back"];
const BACK = SAID.length - 1;

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
  const { sources, query } = interest;
  const speaking = sources.filter((_, place) => query[place]! > 0).length || 1;
  // The cast: most are no feature.
  const columns = SAID.map((said) => FEATURES.indexOf(`${channel.name}.${said}` as FeatureName));
  const said = new Float32Array((rows.length / WIDTH) * SAID.length);
  let first = 1;
  for (const source of sources) {
    if (!speaks(source)) continue;
    const session = Math.max(0, source.session);
    const long = Math.max(0, source.longTerm);
    const factor = source[speaksBy(channel.name)] / channel.strongest;
    walk(channel.forward, channel.forwardWeights, source.item, slots, (row, weight) => {
      const share = factor * weight;
      const at = row * SAID.length;
      said[at]! += first * share;
      said[at + 1]! += share * session;
      said[at + 2]! += share * long;
      said[at + 3]! += share / speaking;
      said[at + 4] = Math.max(said[at + 4]!, share);
      said[at + 5]! += 1 / 8;
    });
    if (columns[BACK]! >= 0)
      walk(channel.backward, channel.forwardWeights, source.item, slots, (row, weight) => {
        said[row * SAID.length + BACK]! += factor * weight * long;
      });
    first = 0;
  }
  columns.forEach((column, at) => {
    if (column < 0) return;
    for (let to = column, from = at; to < rows.length; to += WIDTH, from += SAID.length) rows[to] = squash(said[from]!);
  });
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
  const { affinities } = scores;
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
    const category = ranking.categoryOf[item]!;
    rows[start + AT.base] = squash(scores.total[item]! / unit);
    rows[start + AT.popularity] = ranking.popularity[item]! / 255;
    rows[start + AT.trend] = Math.tanh(ranking.trend[item]! / 32);
    rows[start + AT.category] = affinities.category[category]! / unit;
    rows[start + AT.brand] = (affinities.brand.get(ranking.brandOf[item]!) ?? 0) / unit;
    rows[start + AT.price] = affinities.price[ranking.priceCodes[item]!]! / unit;
    rows[start + AT.sameCategory] = Number(lastCategory > 0 && category === lastCategory);
    const place = places.get(item);
    rows[start + AT.repeat] = Math.log1p(counts.get(item) ?? 0);
    rows[start + AT.repeatPlace] = place === undefined ? 0 : 1 / (1 + place);
    rows[start + AT.touches] = touches;
    rows[start + AT.sessionTouches] = sessionTouches;
    rows[start + AT.followed] = followed;
    rows[start + AT.hour] = hour(category);
    rows[start + AT.weekday] = weekday(category);
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
  let most = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < candidates.length; row++) {
    const start = row * WIDTH;
    const score = encoded.scoreOf(candidates[row]!);
    const { last, recent, best } = encoded.likenessOf(candidates[row]!);
    rows[start + AT.encoder] = score;
    rows[start + AT["encoder.last"]] = last;
    rows[start + AT["encoder.recent"]] = recent;
    rows[start + AT["encoder.best"]] = best;
    most = Math.max(most, score);
  }
  for (let start = 0; start < rows.length; start += WIDTH)
    rows[start + AT.encoderGap] = Math.max(-8, rows[start + AT.encoder]! - most);
}
