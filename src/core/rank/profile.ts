import type { BasisReason, InterestVector, Interest as Named, Profile } from "../bridge/protocol.ts";
import { categoryPath } from "./categories.ts";
import type { Source } from "./interest.ts";
import type { Moment } from "./moment.ts";
import { isPersonal } from "./moment.ts";
import { namedBy } from "./reason.ts";

/** Interests a vector names, strongest first. */
const MAX_NAMED = 10;
const MAX_FROM = 5;
const MAX_RECENT = 20;

/** The two interest vectors in words, with the products that each interest comes from. */
export function profileOf(moment: Moment): Profile {
  const reason: BasisReason = isPersonal(moment) ? "ok" : "first-visit";
  const recent = moment.shopper.events.slice(-MAX_RECENT).reverse();
  return {
    session: vectorOf(moment, (source) => source.session),
    longTerm: vectorOf(moment, (source) => source.longTerm),
    recent: recent.map(({ item, like, kind, at }) => ({
      item: like?.id ?? moment.prepared.aliases.idOf(item),
      kind,
      at,
    })),
    reason,
  };
}

type Weigh = (source: Source) => number;

function vectorOf(moment: Moment, weigh: Weigh): InterestVector {
  const { ranking } = moment.prepared;
  const sources = moment.interest.sources.filter((source) => weigh(source) > 0);
  const categoryAt = ({ item }: Source): string =>
    ranking.categoryOf[item]! === 0 ? "" : categoryPath(ranking.categories, ranking.categoryOf[item]! - 1);
  const brandAt = ({ item }: Source): string =>
    ranking.brandOf[item]! === 0 ? "" : ranking.brands.at(ranking.brandOf[item]! - 1);
  return {
    events: sources.length,
    categories: shares(moment, sources, weigh, categoryAt),
    brands: shares(moment, sources, weigh, brandAt),
    ...priceOf(moment, sources, weigh),
  };
}

function shares(moment: Moment, sources: readonly Source[], weigh: Weigh, nameOf: (source: Source) => string): Named[] {
  const sums = new Map<string, number>();
  const from = new Map<string, Set<string>>();
  let all = 0;
  for (const source of sources.toSorted((a, b) => weigh(b) - weigh(a))) {
    const name = nameOf(source);
    if (name === "") continue;
    const weight = weigh(source);
    all += weight;
    sums.set(name, (sums.get(name) ?? 0) + weight);
    from.set(name, (from.get(name) ?? new Set()).add(namedBy(moment, source).id));
  }
  return [...sums]
    .sort((a, b) => b[1] - a[1])
    .slice(0, MAX_NAMED)
    .map(([name, sum]) => ({ name, share: sum / all, from: [...from.get(name)!].slice(0, MAX_FROM) }));
}

/** Weighted median and quartiles of the prices looked at, as the feed had them when the catalogue was built. */
function priceOf({ display }: Moment, sources: readonly Source[], weigh: Weigh): Pick<InterestVector, "price"> {
  if (display === undefined) return {};
  const priced = sources
    .map((source) => ({ amount: display.at(source.item).price ?? 0, weight: weigh(source) }))
    .filter(({ amount }) => amount > 0)
    .sort((a, b) => a.amount - b.amount);
  if (priced.length === 0) return {};
  const sum = priced.reduce((total, { weight }) => total + weight, 0);
  const quantile = (share: number): number => {
    let passed = 0;
    for (const { amount, weight } of priced) {
      passed += weight;
      if (passed >= share * sum) return amount;
    }
    return priced.at(-1)!.amount;
  };
  return { price: { typical: quantile(0.5), low: quantile(0.25), high: quantile(0.75), currency: display.currency } };
}
