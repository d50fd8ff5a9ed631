import { brandsOf } from "../brands.ts";
import type { ChannelTable } from "../channels.ts";
import { NeighbourTableBuilder } from "../graph/neighbours.ts";
import type { Sequence } from "../history/sequences.ts";
import type { Model } from "../model.ts";

/** New numbers of what is kept, in the old order. */
interface Renumbering {
  /** Old numbers, ascending. */
  readonly kept: Uint32Array;
  /** The new number of each old one; -1 when it was dropped. */
  readonly numberOf: Int32Array;
}

/** The same model with some of its products only: edges to the others, and categories and brands of none, are gone. */
export function restrict(model: Model, keptProducts: Uint32Array): Model {
  const chosen = renumbering(keptProducts, model.products.length);
  const { columns } = model;
  const products = Array.from(keptProducts, (product) => model.products[product]!);
  const brands = brandsOf(products);
  return {
    ...model,
    products,
    brands: brands.names,
    channels: model.channels.map((channel) => restrictChannel(channel, chosen)),
    sequences: model.sequences.map((sequence) => restrictSequence(sequence, chosen)),
    columns: {
      ...columns,
      ...restrictCategories(columns, keptProducts),
      brandOf: brands.brandOf,
      priceCodes: Uint8Array.from(keptProducts, (product) => columns.priceCodes[product]!),
      popularity: Uint8Array.from(keptProducts, (product) => columns.popularity[product]!),
      trend: Int8Array.from(keptProducts, (product) => columns.trend[product]!),
      places: ranks(Uint32Array.from(keptProducts, (product) => columns.places[product]!)),
    },
  };
}

function renumbering(kept: Uint32Array, length: number): Renumbering {
  const numberOf = new Int32Array(length).fill(-1);
  kept.forEach((old, number) => {
    numberOf[old] = number;
  });
  return { kept, numberOf };
}

function restrictChannel({ name, table }: ChannelTable, { kept, numberOf }: Renumbering): ChannelTable {
  const most = table.offsets.reduce((widest, end, row) => Math.max(widest, end - (table.offsets[row - 1] ?? 0)), 0);
  const builder = new NeighbourTableBuilder(kept.length, most);
  for (const row of kept) {
    const from = table.offsets[row]!;
    const places = Uint32Array.from({ length: table.offsets[row + 1]! - from }, (_, k) => from + k);
    const alive = places.filter((place) => numberOf[table.items[place]!]! >= 0);
    builder.add({
      items: alive.map((place) => numberOf[table.items[place]!]!),
      weights: Float32Array.from(alive, (place) => table.weights[place]!),
    });
  }
  return { name, table: builder.finish() };
}

function restrictSequence({ items, times, kinds, weights }: Sequence, { numberOf }: Renumbering): Sequence {
  const alive = (_: unknown, place: number): boolean => numberOf[items[place]!]! >= 0;
  return {
    items: items.filter(alive).map((item) => numberOf[item]!),
    times: times.filter(alive),
    kinds: kinds.filter(alive),
    ...(weights === undefined ? {} : { weights: weights.filter(alive) }),
  };
}

type Categories = Pick<Model["columns"], "categories" | "categoryOf" | "repurchase">;

function restrictCategories({ categories, categoryOf, repurchase }: Categories, products: Uint32Array): Categories {
  const { names, parents } = categories;
  const isUsed = new Uint8Array(names.length);
  for (const product of products)
    for (let at = categoryOf[product]! - 1; at >= 0 && isUsed[at] === 0; at = parents[at]!) isUsed[at] = 1;
  const { kept, numberOf } = renumbering(
    Uint32Array.from(names.keys()).filter((category) => isUsed[category] === 1),
    names.length,
  );
  return {
    categories: {
      names: Array.from(kept, (category) => names[category]!),
      parents: Int32Array.from(kept, (category) => (parents[category]! < 0 ? -1 : numberOf[parents[category]!]!)),
    },
    categoryOf: Uint32Array.from(products, (product) =>
      categoryOf[product] === 0 ? 0 : numberOf[categoryOf[product]! - 1]! + 1,
    ),
    repurchase: Array.from(kept, (category) => repurchase[category]!),
  };
}

/** Each value's place when they are sorted: 7, 3, 9 become 1, 0, 2. */
function ranks(values: Uint32Array): Uint32Array {
  const order = Uint32Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!);
  const rankOf = new Uint32Array(values.length);
  order.forEach((place, rank) => {
    rankOf[place] = rank;
  });
  return rankOf;
}
