import type { ItemIndex } from "../brands.ts";
import type { RankedItem, RankRequest } from "../bridge/protocol.ts";
import { SHOP_ORDER } from "../bridge/shop-order.ts";
import { eachOf, type Steps } from "../steps.ts";
import { boosted, boostsOf } from "./boost.ts";
import { isPersonal, type Moment, mayBeOffered, rests } from "./moment.ts";
import type { Ranked } from "./ranked.ts";
import { IN_SHOP, PINNED, reasonFor } from "./reason.ts";

/** One of the page's own ids, and the product it means; undefined when the catalogue does not know it. */
interface Given {
  readonly id: string;
  readonly item: ItemIndex | undefined;
}

/** Where one of them goes. */
interface Entry extends Given {
  readonly score: number;
  /** What of the score the shop's factor added. */
  readonly boost: number;
  /** 0: pinned; 1: ranked; 2: sunk to the end (sold out, resting after a purchase, a second variant of a product). */
  readonly tier: 0 | 1 | 2;
  /** Place within the tier where scores say nothing: of the pins, or of the page. */
  readonly place: number;
}

/**
 * Re-orders exactly the page's ids. Without anything known of the shopper they stay as they are. With `n` below their
 * number only the best are answered, and none that would sink: on a first visit, and of what is pinned, none sold out either.
 */
export function* reorder(moment: Moment, request: RankRequest, ids: readonly string[]): Steps<Ranked> {
  const given = withoutExcluded(moment, request.exclude ?? [], ids);
  const n = request.n ?? given.length;
  const personal = isPersonal(moment);
  const few = n < given.length;
  const entries = entriesOf(moment, request, given, { personal, few });
  const ordered = entries.toSorted(
    (a, b) => a.tier - b.tier || (a.tier === 1 ? b.score - a.score : 0) || a.place - b.place,
  );
  const shown = few ? ordered.filter((entry) => entry.tier < 2) : ordered;
  return {
    items: yield* eachOf(shown.slice(0, n), (entry) => rankedItem(moment, entry, personal)),
    basis: personal ? "personal" : "shop-order",
    reason: given.length === 0 ? "nothing-matches" : personal ? "ok" : "first-visit",
  };
}

/** By id and by product, whichever of its ids the page excludes it by. */
function withoutExcluded({ prepared }: Moment, exclude: readonly string[], ids: readonly string[]): Given[] {
  const names = new Set(exclude);
  const products = new Set(exclude.map((id) => prepared.aliases.resolve(id)));
  return [...new Set(ids)]
    .map((id) => ({ id, item: prepared.aliases.resolve(id) }))
    .filter(({ id, item }) => !names.has(id) && (item === undefined || !products.has(item)));
}

function entriesOf(
  moment: Moment,
  request: RankRequest,
  given: readonly Given[],
  { personal, few }: { readonly personal: boolean; readonly few: boolean },
): Entry[] {
  const boost = boostsOf(moment, request);
  const pins = pinsOf(moment, request.pin ?? [], given);
  const standing = idsByProduct([...given.filter(({ id }) => pins.has(id)), ...given]);
  return given.map(({ id, item }, place) => {
    const pin = pins.get(id);
    const soldOut = item !== undefined && !mayBeOffered(moment, item);
    if (pin !== undefined) return { id, item, score: 0, boost: 0, tier: few && soldOut ? 2 : 0, place: pin };
    const second = item !== undefined && standing.get(item) !== id;
    const sunk = second || soldOut || (item !== undefined && rests(moment, item));
    const base = item === undefined || !personal ? 0 : moment.scores.total[item]!;
    const score = boosted(base, item === undefined ? undefined : boost.get(item));
    return { id, item, score, boost: score - base, tier: sunk && (personal || few) ? 2 : 1, place };
  });
}

/** Places of the ids pinned: the pin itself where the page has it, otherwise the page's first id of the same product. */
function pinsOf({ prepared }: Moment, pin: readonly string[], given: readonly Given[]): Map<string, number> {
  const ids = new Set(given.map(({ id }) => id));
  const firsts = idsByProduct(given);
  const pins = new Map<string, number>();
  pin.forEach((wanted, place) => {
    const item = prepared.aliases.resolve(wanted);
    const id = ids.has(wanted) || item === undefined ? wanted : firsts.get(item);
    if (id !== undefined && !pins.has(id)) pins.set(id, place);
  });
  return pins;
}

/** The first id of each product. */
function idsByProduct(given: readonly Given[]): Map<number, string> {
  const ids = new Map<number, string>();
  for (const { id, item } of given) if (item !== undefined && !ids.has(item)) ids.set(item, id);
  return ids;
}

function rankedItem(moment: Moment, { id, item, score, boost, tier }: Entry, personal: boolean): RankedItem {
  if (tier === 0) return { id, score, parts: {}, reason: PINNED };
  if (!personal) return { id, score, parts: {}, reason: SHOP_ORDER };
  if (item === undefined) return { id, score, parts: {}, reason: IN_SHOP };
  const parts = moment.scores.partsOf(item);
  return {
    id,
    score,
    parts: boost === 0 ? parts : { ...parts, boost },
    reason: moment.refused?.(item) ?? reasonFor(moment, item, parts),
  };
}
