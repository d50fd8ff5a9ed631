type Lists = readonly (readonly number[])[];

/** How often each product stands in a list. */
export function exposures(lists: Lists, products: number): Uint32Array {
  const counts = new Uint32Array(products);
  for (const list of lists) for (const item of list) counts[item]!++;
  return counts;
}

/** Share of products that stand in any list. */
export function coverageOf(counts: Uint32Array): number {
  return counts.reduce((shown, count) => shown + (count > 0 ? 1 : 0), 0) / counts.length;
}

/** Gini coefficient: 0 when every product stands in lists equally often, near 1 when one stands in all of them. */
export function giniOf(counts: Uint32Array): number {
  const sorted = counts.slice().sort();
  let sum = 0;
  let weighted = 0;
  sorted.forEach((count, index) => {
    sum += count;
    weighted += (2 * (index + 1) - sorted.length - 1) * count;
  });
  return sum === 0 ? 0 : weighted / (sorted.length * sum);
}

/** Each product's place by popularity, 1 for the most popular; equals share the mean of their places. */
export function popularityRanks(popularity: Uint32Array): Float64Array {
  const order = Uint32Array.from(popularity, (_, item) => item).sort((x, y) => popularity[y]! - popularity[x]!);
  const ranks = new Float64Array(popularity.length);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && popularity[order[to]!] === popularity[order[from]!]) to++;
    for (let place = from; place < to; place++) ranks[order[place]!] = (from + 1 + to) / 2;
    from = to;
  }
  return ranks;
}

/** Mean of `values` over everything that stands in lists. */
export function meanOver(lists: Lists, values: Float64Array): number {
  let sum = 0;
  let shown = 0;
  for (const list of lists) {
    for (const item of list) sum += values[item]!;
    shown += list.length;
  }
  return shown === 0 ? 0 : sum / shown;
}
