import { itemIndex } from "../brands.ts";
import type { Reason, Steering } from "../bridge/protocol.ts";
import { categoriesOf } from "./categories.ts";
import type { Rescore } from "./moment.ts";
import type { Prepared } from "./prepared.ts";
import type { Parts } from "./score.ts";
import { topOf } from "./top.ts";

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

/**
 * Moves what is wished for by its place, so that a wish means the same whatever scores are made of: of what more is wished of, the k-th best comes at least level
 * with the (k / 2)-th of all that nothing is wished about; of what less, the k-th comes level with the 7 (k + 1)-th at most.
 */
export function steered(prepared: Prepared, rescore: Rescore, wishes: readonly Steering[]): Steered {
  const groups = wishes.map((wish) => ({ ...wish, items: itemsOf(prepared, wish) }));
  const refused = new Map<number, Reason>();
  for (const { wish, name, about, items } of groups)
    if (wish === "never") for (const item of items) refused.set(item, refusal(about, name));
  // The narrowest wish about a product is the one that holds.
  const owner = new Map<number, Steering>();
  const byWidth = groups.filter(({ wish }) => wish !== "never").sort((a, b) => b.items.length - a.items.length);
  for (const group of byWidth) for (const item of group.items) if (!refused.has(item)) owner.set(item, group);
  const free = productsOf(prepared, (item) => !owner.has(item) && !refused.has(item));
  const moved = byWidth.map((group) => ({ ...group, own: group.items.filter((item) => owner.get(item) === group) }));
  return {
    refused: (item) => refused.get(item),
    *rescore(_, interest, scores) {
      const before = yield* rescore(prepared, interest, scores);
      if (owner.size === 0) return before;
      const total = before.total.slice();
      // Between equals, as all are on a first visit without a history, the wish decides.
      const nudge = prepared.unit / 1_000;
      const others = topOf(free, (item) => total[item]!, PLACES).map((item) => total[item]!);
      const at = (place: number): number => others[Math.min(place, others.length - 1)] ?? 0;
      for (const { wish, own } of moved) {
        yield;
        const most = wish === "more" ? PLACES : own.length;
        topOf(own, (item) => before.total[item]!, most).forEach((item, k) => {
          total[item] =
            wish === "more"
              ? Math.max(total[item]!, at(Math.floor(k / MORE_IN_A_ROW))) + nudge
              : Math.min(total[item]!, at(OTHERS_BETWEEN_LESS * (k + 1))) - nudge;
        });
      }
      return {
        ...before,
        total,
        partsOf(item): Parts {
          const steering = total[item]! - before.total[item]!;
          return { ...before.partsOf(item), ...(steering !== 0 && { steering }) };
        },
        asked: (item) => fulfilment(prepared, owner.get(item)),
      };
    },
  };
}

/** The products that a wish is about; none where the catalogue does not know the name. */
function itemsOf(prepared: Prepared, { about, name, wish }: Steering): readonly number[] {
  const { categoryOf, brandOf, brands, categories } = prepared.ranking;
  const where = (isMeant: (item: number) => boolean): number[] => productsOf(prepared, isMeant);
  if (about === "category") {
    const meant = categoriesOf(categories, name);
    return where((item) => meant.has(categoryOf[item]! - 1));
  }
  if (about === "brand") return where((item) => brandOf[item] !== 0 && brands.at(brandOf[item]! - 1) === name);
  const item = prepared.aliases.resolve(name);
  if (item === undefined) return [];
  return wish === "never" ? [item] : [item, ...neighboursOf(prepared, item)];
}

/** One by one: spreading all numbers of a large catalogue takes longer than asking about them. */
function productsOf({ ranking }: Prepared, isMeant: (item: number) => boolean): number[] {
  const items: number[] = [];
  for (let item = 0; item < ranking.products; item++) if (isMeant(item)) items.push(item);
  return items;
}

/** Products described alike, the nearest first. */
function neighboursOf({ channels }: Prepared, item: number): number[] {
  const graph = channels.find(({ name }) => name === "text")?.forward;
  if (graph === undefined) return [];
  const edges = Array.from(
    { length: graph.offsets[item + 1]! - graph.offsets[item]! },
    (_, k) => graph.offsets[item]! + k,
  );
  return topOf(edges, (edge) => graph.codes[edge]!, LIKE).map((edge) => graph.targets[edge]!);
}

const refusal = (about: Steering["about"], name: string): Reason =>
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
