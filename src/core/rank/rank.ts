import { itemIndex } from "../brands.ts";
import type { Display, RankedItem, RankRequest } from "../bridge/protocol.ts";
import { eachOf, finish, type Steps } from "../steps.ts";
import { boosted, boostsOf } from "./boost.ts";
import { diversifySteps, relevanceBeside } from "./diversify.ts";
import { type Moment, mayBeOffered } from "./moment.ts";
import { atHand, type QueryIndex } from "./query.ts";
import type { Ranked } from "./ranked.ts";
import { EXPLORED, PINNED } from "./reason.ts";
import { reorder } from "./reorder.ts";
import { resolved, type Shelf, shelfSteps } from "./shelf.ts";
import { topSteps } from "./top.ts";
import { EXPLORE, explore } from "./tuning/explore.ts";

const DEFAULT_N = 12;
/** Of a small catalogue a shelf shows at most this share: more would be the catalogue. A category or a search asks for its own size. */
const MAX_SHARE = 1 / 3;
/** Candidates that diversification chooses among, as a multiple of what is asked. */
const CHOICE = 4;

/** How often a place of a personal list is given to chance, and what draws it: 0 to 1, without 1. */
export interface Chance {
  readonly share: number;
  readonly random: () => number;
}

const NO_CHANCE: Chance = { share: 0, random: () => 1 };

/** Answers one request from one moment. `queryIndex` is asked for only when the request has a query. */
export function rank(
  moment: Moment,
  request: RankRequest,
  queryIndex: () => QueryIndex | undefined,
  chance: Chance = NO_CHANCE,
): Ranked {
  return finish(rankSteps(moment, request, atHand(queryIndex), chance));
}

/** The same with places to rest, the index's own among them. */
export function* rankSteps(
  moment: Moment,
  request: RankRequest,
  queryIndex: Steps<QueryIndex>,
  chance: Chance,
): Steps<Ranked> {
  const ranked =
    request.ids === undefined
      ? yield* fill(moment, request, queryIndex, chance)
      : yield* reorder(moment, request, request.ids);
  if (request.display !== true) return ranked;
  return { ...ranked, items: ranked.items.map((item) => ({ ...item, ...displayOf(moment, item.id) })) };
}

function* fill(
  moment: Moment,
  request: RankRequest,
  queryIndex: Steps<QueryIndex>,
  { share, random }: Chance,
): Steps<Ranked> {
  const shelf = yield* shelfSteps(moment, request, queryIndex);
  yield;
  const n = sizeOf(request, moment.prepared.ranking.products);
  const pinned = pinnedOf(moment, request).slice(0, n);
  const boost = boostsOf(moment, request);
  const score = (item: number): number => boosted(shelf.score(item), boost.get(item));
  const taken = new Set(pinned);
  // Where neither is used, every product is spared two look-ups.
  const plain = boost.size === 0 && taken.size === 0;
  const open = plain
    ? shelf.score
    : (item: number): number => (taken.has(item) ? Number.NEGATIVE_INFINITY : score(item));
  const wanted = shelf.diverse ? CHOICE * n : n;
  const best = yield* topSteps(shelf.candidates, open, Math.max(wanted, EXPLORE.among));
  const relevance = relevanceBeside(score(best[0] ?? 0), shelf.logitsPerUnit);
  const size = n - pinned.length;
  const choice = best.slice(0, wanted);
  const chosen = shelf.diverse
    ? yield* diversifySteps(moment.prepared, choice, (item) => relevance(score(item)), size)
    : choice.slice(0, size);
  // What is about a query or a product has another meaning than the shopper's taste.
  const personal = shelf.basis === "personal" && request.query === undefined;
  const { list, explored } = explore(chosen, best, personal ? share : 0, random);
  const placed = explored && { ...explored, slot: explored.slot + pinned.length };
  const items = yield* eachOf([...pinned, ...list], (item, place): RankedItem => {
    const ranked = rankedItem(moment, shelf, item, boost.get(item));
    const reason = place < pinned.length ? PINNED : place === placed?.slot ? EXPLORED : ranked.reason;
    return { ...ranked, reason };
  });
  return {
    items,
    basis: shelf.basis,
    reason: items.length === 0 ? "nothing-matches" : shelf.reason,
    explored: placed,
  };
}

/** Neither what is excluded nor what is known to be sold out, whoever pins it. */
function pinnedOf(moment: Moment, request: RankRequest): number[] {
  const excluded = new Set(resolved(moment, request.exclude ?? []));
  return [...new Set(resolved(moment, request.pin ?? []))].filter(
    (item) => !excluded.has(item) && mayBeOffered(moment, item),
  );
}

function sizeOf({ n = DEFAULT_N, category, query }: RankRequest, products: number): number {
  const most = Math.max(1, Math.floor(products * MAX_SHARE));
  return category === undefined && query === undefined ? Math.min(n, most) : n;
}

function rankedItem(moment: Moment, shelf: Shelf, item: number, factor: number | undefined): RankedItem {
  const score = shelf.score(item);
  const parts = shelf.partsOf(item);
  return {
    id: moment.prepared.aliases.idOf(itemIndex(item)),
    score: boosted(score, factor),
    parts: factor === undefined ? parts : { ...parts, boost: boosted(score, factor) - score },
    reason: shelf.reasonOf(item, parts),
  };
}

function displayOf(moment: Moment, id: string): { readonly display?: Display } {
  const item = moment.prepared.aliases.resolve(id);
  if (item === undefined || moment.display === undefined) return {};
  const { title, url, image } = moment.display.at(item);
  const amount = moment.live?.price(item);
  const price = amount === undefined ? {} : { price: { amount, currency: moment.display.currency } };
  const stock = moment.live === undefined ? {} : { inStock: moment.live.inStock(item) };
  return { display: { title, url, image, ...price, ...stock } };
}
