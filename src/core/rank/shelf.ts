import type { ItemIndex } from "../brands.ts";
import type { Basis, BasisReason, RankRequest, Reason } from "../bridge/protocol.ts";
import { finish, type Steps } from "../steps.ts";
import { interestOf, type Source } from "./interest.ts";
import { isPersonal, type Moment } from "./moment.ts";
import { openItems, openness } from "./open.ts";
import { POLICY } from "./policy.ts";
import { atHand, type QueryIndex } from "./query.ts";
import { companyReason, impersonalReason, reasonFor, recentReason, similarReason } from "./reason.ts";
import { type Parts, popularityPart, type Scores, scoreSteps, withoutZeros } from "./score.ts";
import { isSubstitute } from "./similarity.ts";
import { topSteps } from "./top.ts";

/** What one kind of shelf chooses from and by: scores, with parts and reasons that belong to them. */
export interface Shelf {
  readonly basis: Basis;
  readonly reason: BasisReason;
  readonly candidates: ArrayLike<number>;
  score(item: number): number;
  partsOf(item: number): Parts;
  /** `parts`: what partsOf answered for the same product. */
  reasonOf(item: number, parts: Parts): Reason;
  /** Whether near-duplicates are spread; not where the order itself is the meaning. */
  readonly diverse: boolean;
  /** Of the scores, as in Scores. */
  readonly logitsPerUnit?: number | undefined;
}

/** How much the shopper's own taste counts on a shelf that is about a product. */
const TASTE = 0.15;
/** Products near the one a shelf is about that are looked at one by one. */
const NEAR = 1_000;
/** Products in the shop's own order that are candidates: more than any shelf shows. */
const FIRST = 2_000;

/** The shelf of a request without `ids`. Products that rest after a purchase and products known to be sold out are no candidates. */
export const shelfOf = (moment: Moment, request: RankRequest, queryIndex: () => QueryIndex | undefined): Shelf =>
  finish(shelfSteps(moment, request, atHand(queryIndex)));

/** The same with places to rest. */
export function* shelfSteps(moment: Moment, request: RankRequest, queryIndex: Steps<QueryIndex>): Steps<Shelf> {
  const about = resolved(moment, request.about ?? []);
  const excluded = resolved(moment, request.exclude ?? []);
  const kind = request.kind ?? "for-you";
  const fresh = kind === "for-you" && request.query === undefined;
  const isOpen = openness(moment, request, [...about, ...excluded, ...(fresh ? justSeen(moment) : [])]);
  if (kind === "recently-viewed") return recent(moment, isOpen);
  const open = yield* openItems(moment, isOpen);
  switch (kind) {
    case "for-you":
      if (request.query === undefined) return yield* forYou(moment, open);
      return matching(moment, open, request.query, yield* (yield* queryIndex).match(request.query));
    case "similar":
      return yield* similar(moment, open, about);
    case "goes-with":
      return yield* goesWith(moment, open, about);
    case "popular":
      return yield* popular(moment, open, "ok");
  }
}

export function resolved(moment: Moment, ids: readonly string[]): ItemIndex[] {
  return ids.flatMap((id) => moment.prepared.aliases.resolve(id) ?? []);
}

/** Looked at in this session: a shelf that repeats the page before it helps nobody. */
function justSeen({ interest }: Moment): ItemIndex[] {
  return seenOf(interest.sources.slice(0, interest.sessionTouches));
}

/** Without what stands in for products of no catalogue. */
const seenOf = (sources: readonly Source[]): ItemIndex[] =>
  sources.flatMap(({ item, touch }) => (touch.like === undefined ? item : []));

function* forYou(moment: Moment, open: Uint32Array): Steps<Shelf> {
  if (!isPersonal(moment)) return yield* popular(moment, open, "first-visit");
  const { total } = moment.scores;
  return {
    basis: "personal",
    reason: "ok",
    candidates: open,
    score: (item) => total[item]!,
    partsOf: (item) => moment.scores.partsOf(item),
    reasonOf: (item, parts) => reasonFor(moment, item, parts),
    diverse: true,
    logitsPerUnit: moment.scores.logitsPerUnit,
  };
}

/** By popularity where there is a history, otherwise in the shop's own order. */
function* popular(moment: Moment, open: Uint32Array, reason: BasisReason): Steps<Shelf> {
  const { prepared } = moment;
  const known = prepared.hasHistory;
  const score = (item: number): number => (known ? popularityPart(prepared, item) : 0);
  return {
    basis: known ? "popular" : "shop-order",
    reason,
    candidates: known ? open : yield* topSteps(open, (item) => -prepared.ranking.places[item]!, FIRST),
    score,
    partsOf: (item) => withoutZeros({ popularity: score(item) }),
    reasonOf: (item) => impersonalReason(moment, item),
    diverse: known,
  };
}

function matching(moment: Moment, open: Uint32Array, query: string, matches: ReadonlyMap<number, number>): Shelf {
  const part = (item: number): number => POLICY.query * moment.prepared.unit * (matches.get(item) ?? 0);
  const partsOf = (item: number): Parts => ({ ...moment.scores.partsOf(item), query: part(item) });
  return {
    basis: isPersonal(moment) ? "personal" : "popular",
    reason: matches.size === 0 ? "nothing-matches" : "ok",
    candidates: open.filter((item) => matches.has(item)),
    score: (item) => moment.scores.total[item]! + part(item),
    partsOf,
    reasonOf: (item, parts) => reasonFor(moment, item, parts, query),
    diverse: false,
  };
}

/** Scores as if the shopper had looked at `about` and nothing else. */
function* scoresAbout(moment: Moment, about: readonly ItemIndex[]): Steps<{ scores: Scores; near: Moment }> {
  const touches = about.map((item) => ({ item, weight: 1, from: moment.now, at: moment.now, kind: "view" as const }));
  const interest = interestOf(moment.prepared, touches, [], moment.now);
  const scores = yield* scoreSteps(moment.prepared, interest, new Map());
  return { scores, near: { ...moment, interest, scores } };
}

/**
 * What could stand in for the product: like it by content, or looked at after it and of its kind. The shopper's own taste
 * decides between equals.
 */
function* similar(moment: Moment, open: Uint32Array, about: readonly ItemIndex[]): Steps<Shelf> {
  const { scores } = yield* scoresAbout(moment, about);
  const { boughtWith, followedBy } = scores.channels;
  const taste = isPersonal(moment) ? TASTE : 0;
  const alike = (item: number): boolean => about.some((one) => isSubstitute(moment.prepared, one, item));
  const company = (item: number): number => (boughtWith?.[item] ?? 0) + (followedBy?.[item] ?? 0);
  const score = (item: number): number =>
    scores.total[item]! - (alike(item) ? 0 : company(item)) + taste * moment.scores.total[item]!;
  const partsOf = (item: number): Parts => {
    const all = scores.partsOf(item);
    const { boughtWith: _bought, followedBy: _followed, ...content } = all;
    const own = alike(item) ? all : content;
    return taste === 0 ? own : sumParts(own, moment.scores.partsOf(item), taste);
  };
  // Whatever the product's neighbours are: worth asking about one by one.
  const near = about.length === 0 ? [] : yield* topSteps(open, (item) => scores.total[item]!, NEAR);
  return {
    basis: "similar",
    reason: near.length === 0 ? "nothing-matches" : "ok",
    candidates: near,
    score,
    partsOf,
    reasonOf: () => similarReason(moment, about[0]!),
    diverse: true,
  };
}

function sumParts(parts: Parts, others: Parts, share: number): Parts {
  const sum: Record<string, number> = { ...parts };
  for (const [name, amount] of Object.entries(others)) sum[name] = (sum[name] ?? 0) + share * amount;
  return sum;
}

/** What is bought with, or looked at after, the products of the page, the cart, or the last one liked; nothing that could replace them. */
function* goesWith(moment: Moment, open: Uint32Array, about: readonly ItemIndex[]): Steps<Shelf> {
  const { prepared, shopper, interest } = moment;
  const last = interest.sources
    .filter((_, k) => interest.query[k]! > 0)
    .slice(0, 1)
    .map((source) => source.item);
  const anchors = about.length > 0 ? about : shopper.cart.length > 0 ? shopper.cart : last;
  const { scores, near } = yield* scoresAbout(moment, anchors);
  const { boughtWith, followedBy } = scores.channels;
  const score = (item: number): number => (boughtWith?.[item] ?? 0) + (followedBy?.[item] ?? 0);
  const held = new Set<number>(shopper.cart);
  const candidates = open.filter(
    (item) => score(item) > 0 && !held.has(item) && !anchors.some((anchor) => isSubstitute(prepared, anchor, item)),
  );
  return {
    basis: "similar",
    reason: candidates.length === 0 ? "nothing-matches" : "ok",
    candidates,
    score,
    partsOf: (item) => withoutZeros({ boughtWith: boughtWith?.[item] ?? 0, followedBy: followedBy?.[item] ?? 0 }),
    reasonOf: (item) => companyReason(moment, strongestAnchor(near, anchors, item)),
    diverse: true,
  };
}

function strongestAnchor(near: Moment, anchors: readonly number[], item: number): number {
  const reason = reasonFor(near, item, near.scores.partsOf(item));
  return (reason.item === undefined ? undefined : near.prepared.aliases.resolve(reason.item)) ?? anchors[0]!;
}

/** Latest first, each product once. */
function recent(moment: Moment, isOpen: (item: number) => boolean): Shelf {
  const seen = [...new Set<number>(seenOf(moment.interest.sources))].filter(isOpen);
  return {
    basis: "recent",
    reason: seen.length === 0 ? "nothing-matches" : "ok",
    candidates: seen,
    score: () => 0,
    partsOf: () => ({}),
    reasonOf: (item) => recentReason(moment, item),
    diverse: false,
  };
}
