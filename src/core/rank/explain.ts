import { itemIndex } from "../brands.ts";
import type { Evidence, Explanation, PartName } from "../bridge/protocol.ts";
import { SHOP_ORDER } from "../bridge/shop-order.ts";
import { contributionsTo } from "./contributions.ts";
import { type Source, spreadWeight } from "./interest.ts";
import { isPersonal, type Moment, restOf } from "./moment.ts";
import { impersonalReason, namedBy, reasonFor } from "./reason.ts";
import { repeatAmount } from "./score.ts";

const MAX_EVIDENCE = 20;

/** Why a product stands where it stands: the computation itself, its parts and the actions that fed them. */
export function explain(moment: Moment, id: string): Explanation {
  const item = moment.prepared.aliases.resolve(id);
  if (item === undefined) {
    const message = `The catalogue has no product "${id}": check the id, or build it again with this product`;
    return { id, known: false, score: 0, parts: {}, reason: SHOP_ORDER, evidence: [], message };
  }
  const parts = moment.scores.partsOf(item);
  const until = restOf(moment, item);
  return {
    id,
    known: true,
    score: moment.scores.total[item]!,
    parts,
    reason:
      moment.refused?.(item) ?? (isPersonal(moment) ? reasonFor(moment, item, parts) : impersonalReason(moment, item)),
    evidence: evidenceFor(moment, item),
    ...(until === undefined ? {} : { restsUntil: until }),
  };
}

/** What each action gave to the graph's parts, and which actions fed category, brand and repeat. Strongest first. */
function evidenceFor(moment: Moment, item: number): Evidence[] {
  const { prepared, interest } = moment;
  const graph = contributionsTo(prepared, interest, item).map(({ source, part, amount }) =>
    evidence(moment, source, part, amount),
  );
  const own = interest.sources.flatMap((source, place) =>
    tasteParts(moment, source, item).map((part) => {
      const repeat = part === "repeat";
      const weight = repeat ? repeatAmount(prepared, interest, place) : spreadWeight(interest, place, "likeness");
      return evidence(moment, source, part, weight);
    }),
  );
  return [...share(moment, item, own), ...graph]
    .sort((a, b) => Math.abs(b.amount) - Math.abs(a.amount))
    .slice(0, MAX_EVIDENCE);
}

function tasteParts(moment: Moment, source: Source, item: number): PartName[] {
  const { categoryOf, brandOf } = moment.prepared.ranking;
  const parts: PartName[] = [];
  if (source.item === itemIndex(item)) parts.push("repeat");
  if (categoryOf[item] !== 0 && categoryOf[source.item] === categoryOf[item]) parts.push("category");
  if (brandOf[item] !== 0 && brandOf[source.item] === brandOf[item]) parts.push("brand");
  return parts;
}

/** Divides each taste part among the actions that fed it, by their weight. */
function share(moment: Moment, item: number, fed: readonly Evidence[]): Evidence[] {
  const parts = moment.scores.partsOf(item);
  const sums = new Map<PartName, number>();
  for (const { part, amount } of fed) sums.set(part, (sums.get(part) ?? 0) + amount);
  return fed
    .map((one) => ({ ...one, amount: ((parts[one.part] ?? 0) * one.amount) / (sums.get(one.part) || 1) }))
    .filter(({ amount }) => amount !== 0);
}

function evidence(moment: Moment, source: Source, part: PartName, amount: number): Evidence {
  return {
    item: namedBy(moment, source).id,
    kind: source.touch.kind,
    at: source.touch.at,
    part,
    amount,
  };
}
