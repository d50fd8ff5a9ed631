import { itemIndex } from "../brands.ts";
import type { Reason } from "../bridge/protocol.ts";
import { SHOP_ORDER } from "../bridge/shop-order.ts";
import type { EventKind } from "../event/kinds.ts";
import { type Contribution, contributionsTo } from "./contributions.ts";
import type { Source } from "./interest.ts";
import type { Moment } from "./moment.ts";
import type { Parts } from "./score.ts";

const MAX_TITLE = 60;
/** Sources that weigh less than this share of the strongest are not looked at for a reason. */
const TELLING_SHARE = 0.02;

export const PINNED: Reason = { code: "pinned", text: "Chosen by the shop" };
export const EXPLORED: Reason = { code: "explore", text: "Something different to try" };
/** For what nothing is known of, in an order that is not the shop's. */
export const IN_SHOP: Reason = { code: "shop", text: "From this shop" };

/** The reason a shopper reads: the strongest part of the score in words, never a part that is not in it. */
export function reasonFor(moment: Moment, item: number, parts: Parts, query?: string): Reason {
  const { prepared, interest } = moment;
  // What adds nothing to the product is not searched for what would.
  const channels = prepared.channels.filter(({ name }) => parts[name] !== undefined);
  const told = contributionsTo(prepared, interest, item, TELLING_SHARE, channels).filter(({ amount }) => amount > 0);
  const graph = told.reduce((sum, { amount }) => sum + amount, 0);
  const options: readonly (readonly [number, () => Reason])[] = [
    [parts.query ?? 0, () => queryReason(query ?? "")],
    [parts.steering ?? 0, () => moment.scores.asked!(item)],
    [graph, () => graphReason(moment, told)],
    [parts.repeat ?? 0, () => againReason(moment, item)],
    [parts.category ?? 0, () => categoryReason(moment, item)],
    [parts.brand ?? 0, () => brandReason(moment, item)],
  ];
  const [amount, say] = options.reduce((best, option) => (option[0] > best[0] ? option : best));
  return amount > 0 ? say() : popularReason(moment, item);
}

/** For an order that follows nobody: by popularity, or the shop's own where there is no history. */
export function impersonalReason(moment: Moment, item: number): Reason {
  return moment.prepared.hasHistory ? popularReason(moment, item) : SHOP_ORDER;
}

/** Calls popular only what is so among its like; of the rest it says where it is from. */
function popularReason({ prepared }: Moment, item: number): Reason {
  const { ranking, popularFrom } = prepared;
  const code = ranking.popularity[item]!;
  const category = ranking.categoryOf[item]!;
  const name = ranking.categories.names[category - 1] ?? "";
  if (name !== "" && code >= popularFrom[category]!)
    return { code: "popular-in", text: `Popular in ${name}`, about: name };
  if (code >= popularFrom[0]!) return { code: "popular", text: "Popular in this shop" };
  if (name !== "") return { code: "category", text: `From ${name}`, about: name };
  const brand = ranking.brandOf[item]!;
  if (brand === 0) return IN_SHOP;
  const about = ranking.brands.at(brand - 1);
  return { code: "brand", text: `From ${about}`, about };
}

export function similarReason(moment: Moment, to: number): Reason {
  return {
    code: "similar-to",
    text: `Similar to ${titleOf(moment, to)}`,
    item: moment.prepared.aliases.idOf(itemIndex(to)),
  };
}

/** For a "goes with" list: names the cart when the product is in it. */
export function companyReason(moment: Moment, to: number): Reason {
  const inCart = moment.shopper.cart.includes(itemIndex(to));
  return {
    code: "goes-with",
    text: `Goes with ${titleOf(moment, to)}${inCart ? " in your cart" : ""}`,
    item: moment.prepared.aliases.idOf(itemIndex(to)),
  };
}

export function recentReason(moment: Moment, item: number): Reason {
  return { code: "recently-viewed", text: "You looked at this", item: moment.prepared.aliases.idOf(itemIndex(item)) };
}

function queryReason(query: string): Reason {
  return { code: "query", text: `Matches “${shortened(query)}”`, about: query };
}

const looked = (title: string): string => `Because you looked at ${title}`;
const SAID: Readonly<Partial<Record<EventKind, (title: string) => string>>> = {
  wish: (title) => `Because you saved ${title}`,
  cart: (title) => `Because you put ${title} in your cart`,
  purchase: (title) => `Because you bought ${title}`,
};

function graphReason(moment: Moment, told: readonly Contribution[]): Reason {
  const { source, part } = told[0]!;
  if (part === "boughtWith") return companyReason(moment, source.item);
  const { kind, boughtAt } = source.touch;
  // What was given back is no longer spoken of as bought.
  const say = kind === "purchase" && boughtAt === undefined ? looked : (SAID[kind] ?? looked);
  const { id, title } = namedBy(moment, source);
  return { code: "looked-at", text: say(shortened(title)), item: id };
}

/** What the shopper touched, as its shop calls it. */
export function namedBy(
  moment: Moment,
  { item, touch: { like } }: Source,
): { readonly id: string; readonly title: string } {
  return like ?? { id: moment.prepared.aliases.idOf(item), title: titleOf(moment, item) };
}

function againReason(moment: Moment, item: number): Reason {
  const like = moment.interest.sources.find((source) => source.item === item)?.touch.like;
  if (like) return { code: "similar-to", text: `Similar to ${shortened(like.title)}`, item: like.id };
  return { code: "again", text: "You looked at this before", item: moment.prepared.aliases.idOf(itemIndex(item)) };
}

/** Names the narrowest category of the product that the shopper has been in: what was inherited is not overstated. */
function categoryReason(moment: Moment, item: number): Reason {
  const { categories, categoryOf } = moment.prepared.ranking;
  const visited = new Set<number>();
  for (const { item: source } of moment.interest.sources) {
    for (let at = categoryOf[source]! - 1; at >= 0; at = categories.parents[at]!) visited.add(at);
  }
  let category = categoryOf[item]! - 1;
  while (category >= 0 && !visited.has(category)) category = categories.parents[category]!;
  const about = categories.names[category] ?? "";
  return { code: "category", text: `More from ${about}, where you looked around`, about };
}

function brandReason(moment: Moment, item: number): Reason {
  const { ranking } = moment.prepared;
  const about = ranking.brands.at(ranking.brandOf[item]! - 1);
  return { code: "brand", text: `More from ${about}`, about };
}

function titleOf(moment: Moment, item: number): string {
  const title = moment.display?.at(item).title ?? "";
  return title === "" ? "something you looked at" : shortened(title);
}

/** Cut at a word, with an ellipsis. */
function shortened(text: string): string {
  if (text.length <= MAX_TITLE) return text;
  return `${text.slice(0, MAX_TITLE).replace(/\s+\S*$/u, "")}…`;
}
