import { type NeighbourTable, NeighbourTableBuilder } from "./neighbours.ts";
import { TopList } from "./top-list.ts";

/** Products alike that speak for one that nobody has met yet, at most. */
const ALIKE = 5;
/** What their edges count for it, against edges that were seen. Chosen on validation: products hidden from the history are found as often as by text alone. */
const STRENGTH = 1.9;

/**
 * Edges for products that are in no sequence: what the met products most alike by `alike` are followed by, and what they follow, by
 * their shares of the likeness. Rows keep their `count` strongest. `met` says which products are in a sequence.
 */
export function withNewcomers(
  table: NeighbourTable,
  alike: NeighbourTable,
  met: (product: number) => boolean,
  count: number,
): NeighbourTable {
  const products = table.offsets.length - 1;
  const speakers = Array.from({ length: products }, (_, product) =>
    met(product) ? [] : speakersOf(alike, product, met),
  );
  if (speakers.every(({ length }) => length === 0)) return table;
  const into = arrivals(speakers);
  const builder = new NeighbourTableBuilder(products, count);
  const strongest = new TopList(count);
  const row = new Map<number, number>();
  for (let product = 0; product < products; product++) {
    const add = (source: number, share: number): void => {
      for (let edge = table.offsets[source]!; edge < table.offsets[source + 1]!; edge++) {
        const item = table.items[edge]!;
        const weight = share * table.weights[edge]!;
        row.set(item, (row.get(item) ?? 0) + weight);
        for (const { newcomer, share: own } of into.get(item) ?? [])
          row.set(newcomer, (row.get(newcomer) ?? 0) + own * weight);
      }
    };
    if (met(product)) add(product, 1);
    else for (const { source, share } of speakers[product]!) add(source, share);
    row.delete(product);
    for (const [item, weight] of row) strongest.offer(item, weight);
    builder.add(strongest.neighbours(1));
    strongest.clear();
    row.clear();
  }
  return builder.finish();
}

interface Speaker {
  readonly source: number;
  readonly share: number;
}

function speakersOf(alike: NeighbourTable, product: number, met: (product: number) => boolean): Speaker[] {
  const found: { readonly source: number; readonly likeness: number }[] = [];
  for (let edge = alike.offsets[product]!; edge < alike.offsets[product + 1]! && found.length < ALIKE; edge++) {
    const source = alike.items[edge]!;
    if (met(source)) found.push({ source, likeness: alike.weights[edge]! });
  }
  const whole = found.reduce((sum, { likeness }) => sum + likeness, 0);
  return found.map(({ source, likeness }) => ({ source, share: (STRENGTH * likeness) / whole }));
}

/** For whom each product speaks. */
function arrivals(
  speakers: readonly (readonly Speaker[])[],
): ReadonlyMap<number, readonly { readonly newcomer: number; readonly share: number }[]> {
  const into = new Map<number, { newcomer: number; share: number }[]>();
  speakers.forEach((all, newcomer) => {
    for (const { source, share } of all) {
      const known = into.get(source);
      if (known === undefined) into.set(source, [{ newcomer, share }]);
      else known.push({ newcomer, share });
    }
  });
  return into;
}
