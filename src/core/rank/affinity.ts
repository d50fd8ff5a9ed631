import { type Interest, spreadWeight } from "./interest.ts";
import { POLICY } from "./policy.ts";
import type { Prepared } from "./prepared.ts";

/** How much of a category's share its parent passes down to every child. */
const FROM_PARENT = 0.4;

/** Parts that depend on a product's category, brand and price code alone, as tables. */
export interface Affinities {
  /** By category + 1; entry 0 is 0. */
  readonly category: Float32Array;
  /** By brand + 1. */
  readonly brand: ReadonlyMap<number, number>;
  /** By price code. */
  readonly price: Float32Array;
}

export function affinitiesOf(prepared: Prepared, interest: Interest): Affinities {
  return {
    category: categoryTable(prepared, interest),
    brand: brandTable(prepared, interest),
    price: priceTable(prepared, interest),
  };
}

/** Each category's share of the interest within it, of which children inherit a part from their parent. */
function categoryTable(prepared: Prepared, interest: Interest): Float32Array {
  const { parents } = prepared.ranking.categories;
  const within = new Float64Array(parents.length);
  interest.sources.forEach((source, k) => {
    const weight = spreadWeight(interest, k, "likeness");
    for (let category = prepared.ranking.categoryOf[source.item]! - 1; category >= 0; category = parents[category]!)
      within[category]! += weight;
  });
  const table = new Float32Array(parents.length + 1);
  parents.forEach((parent, category) => {
    const inherited = parent < 0 ? 0 : FROM_PARENT * table[parent + 1]!;
    table[category + 1] = inherited + (1 - FROM_PARENT) * within[category]!;
  });
  return table.map((share) => share * POLICY.category * prepared.unit);
}

function brandTable(prepared: Prepared, interest: Interest): Map<number, number> {
  const table = new Map<number, number>();
  interest.sources.forEach((source, k) => {
    const brand = prepared.ranking.brandOf[source.item]!;
    if (brand === 0) return;
    const weight = spreadWeight(interest, k, "likeness") * POLICY.brand * prepared.unit;
    table.set(brand, (table.get(brand) ?? 0) + weight);
  });
  return table;
}

/** A bell over log price around each price looked at, weighted as the query is. */
function priceTable({ ranking, priceBell, unit }: Prepared, interest: Interest): Float32Array {
  const table = new Float32Array(256);
  interest.sources.forEach((source, k) => {
    const centre = ranking.priceCodes[source.item]!;
    if (centre === 0) return;
    const weight = Math.max(0, interest.query[k]!) * POLICY.price * unit;
    for (let code = 1; code < 256; code++) table[code]! += weight * priceBell[Math.abs(code - centre)]!;
  });
  return table;
}
