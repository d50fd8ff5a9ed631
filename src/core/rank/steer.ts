import { itemIndex } from "../brands.ts";
import type { Reason, Steering } from "../bridge/protocol.ts";
import { eachStretch, type Steps } from "../steps.ts";
import { categoriesOf } from "./categories.ts";
import type { Rescore } from "./moment.ts";
import type { Prepared } from "./prepared.ts";
import type { Parts } from "./score.ts";
import { topSteps } from "./top.ts";

/** Of three places two are for what more is wished of, where there is so much of it; of eight at most one for what less is wished of. */
const MORE_IN_A_ROW = 2;
const OTHERS_BETWEEN_LESS = 7;
/** Places that are steered: more than any shelf has. */
const PLACES = 60;
/** Neighbours of a product that a wish about it is about as well. */
const LIKE = 12;

/** What a shopper's own wishes do to a ranking. */
export interface Steered {
  readonly rescore: Rescore;
  /** Why a product is never to be shown; undefined for all that may be. */
  refused(item: number): Reason | undefined;
}

/** A wish and the products that it is about. */
interface Group {
  readonly wish?: Steering;
  readonly items: readonly number[];
}

/** What is wished of products that no wish is about. */
const NOTHING: Group = { items: [] };

/**
 * Moves what is wished for by its place, so that a wish means the same whatever scores are made of: of what more is wished of, the k-th best comes at least level
 * with the (k / 2)-th of all that nothing is wished about; of what less, the k-th comes level with the 7 (k + 1)-th at most.
 */
export function* steered(prepared: Prepared, rescore: Rescore, wishes: readonly Steering[]): Steps<Steered> {
  const groups: Group[] = [];
  for (const wish of wishes) groups.push({ wish, items: yield* itemsOf(prepared, wish) });
  // The narrowest wish about a product is the one that holds, and never over all: each is written over those before it.
  const ordered = [NOTHING, ...groups.sort((a, b) => widthOf(b) - widthOf(a))];
  /** The place among them of the wish that holds of each product. */
  const held = new Uint8Array(prepared.ranking.products);
  for (const [k, { items }] of ordered.entries()) {
    for (const item of items) held[item] = k;
    yield;
  }
  const moved: Group[] = [];
  for (const [k, group] of ordered.entries()) {
    const items = group.items.filter((item) => held[item] === k);
    if (items.length > 0 && !isNever(group)) moved.push({ ...group, items });
    yield;
  }
  const free = yield* those(held.length, (item) => held[item] === 0);
  const refusals = ordered.map((group) => (isNever(group) ? refusal(group.wish!) : undefined));
  return {
    refused: (item) => refusals[held[item]!],
    *rescore(_, interest, scores) {
      const before = yield* rescore(prepared, interest, scores);
      if (moved.length === 0) return before;
      const total = before.total.slice();
      // Between equals, as all are on a first visit without a history, the wish decides.
      const nudge = prepared.unit / 1_000;
      const score = (item: number): number => before.total[item]!;
      const others = (yield* topSteps(free, score, PLACES)).map(score);
      const at = (place: number): number => others[Math.min(place, others.length - 1)] ?? 0;
      const less = (item: number, k: number): void => {
        total[item] = Math.min(score(item), at(OTHERS_BETWEEN_LESS * (k + 1))) - nudge;
      };
      const more = (item: number, k: number): void => {
        total[item] = Math.max(score(item), at(Math.floor(k / MORE_IN_A_ROW))) + nudge;
      };
      for (const { wish, items } of moved) {
        const lowers = wish!.wish === "less";
        // After so many all come level with the last of the others.
        if (lowers) for (const item of items) less(item, PLACES);
        (yield* topSteps(items, score, PLACES)).forEach(lowers ? less : more);
      }
      return {
        ...before,
        total,
        partsOf(item): Parts {
          const steering = total[item]! - before.total[item]!;
          return { ...before.partsOf(item), ...(steering !== 0 && { steering }) };
        },
        asked: (item) => fulfilment(prepared, ordered[held[item]!]!.wish),
      };
    },
  };
}

const isNever = ({ wish }: Group): boolean => wish?.wish === "never";

const widthOf = (group: Group): number => (isNever(group) ? -1 : group.items.length);

/** The products that a wish is about; none where the catalogue does not know the name. */
function* itemsOf(prepared: Prepared, { about, name, wish }: Steering): Steps<readonly number[]> {
  const { products, categoryOf, brandOf, brands, categories } = prepared.ranking;
  if (about === "item") {
    const item = prepared.aliases.resolve(name);
    if (item === undefined) return [];
    return wish === "never" ? [item] : [item, ...(yield* neighboursOf(prepared, item))];
  }
  const isBrand = about === "brand";
  const column = isBrand ? brandOf : categoryOf;
  // Each brand's name is read once, and not once for each product.
  const meant = isBrand
    ? new Set(yield* those(brands.length, (brand) => brands.at(brand) === name))
    : categoriesOf(categories, name);
  return yield* those(products, (item) => meant.has(column[item]! - 1));
}

/** Those of so many that are meant. One by one: spreading all numbers of a large catalogue takes longer than asking about them. */
function* those(count: number, isMeant: (one: number) => boolean): Steps<number[]> {
  const meant: number[] = [];
  yield* eachStretch(count, (from, to) => {
    for (let one = from; one < to; one++) if (isMeant(one)) meant.push(one);
  });
  return meant;
}

/** Products described alike, the nearest first. */
function* neighboursOf({ channels }: Prepared, item: number): Steps<number[]> {
  const graph = channels.find(({ name }) => name === "text")?.forward;
  if (graph === undefined) return [];
  const edges = Array.from(
    { length: graph.offsets[item + 1]! - graph.offsets[item]! },
    (_, k) => graph.offsets[item]! + k,
  );
  return (yield* topSteps(edges, (edge) => graph.codes[edge]!, LIKE)).map((edge) => graph.targets[edge]!);
}

const refusal = ({ about, name }: Steering): Reason =>
  about === "item"
    ? { code: "asked", text: "You asked never to see this", item: name }
    : { code: "asked", text: `You asked for nothing from ${shortName(name)}`, about: name };

function fulfilment({ aliases }: Prepared, wish: Steering | undefined): Reason {
  if (wish?.about !== "item")
    return { code: "asked", text: `You asked for more from ${shortName(wish?.name ?? "")}`, about: wish?.name ?? "" };
  const item = aliases.resolve(wish.name);
  const id = item === undefined ? wish.name : aliases.idOf(itemIndex(item));
  return { code: "asked", text: "You asked for more like this", item: id };
}

/** The narrowest part of a category's path. */
const shortName = (name: string): string => name.split(" > ").at(-1)!.slice(0, 60);
