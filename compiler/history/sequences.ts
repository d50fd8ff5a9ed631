import type { Interaction } from "../interaction.ts";

/** One shopper's interactions in time order, as parallel columns. */
export interface Sequence {
  readonly items: Uint32Array;
  /** Milliseconds since the epoch; NaN where the history has no time. */
  readonly times: Float64Array;
  readonly kinds: readonly Interaction["kind"][];
  /** Multiples of `WEIGHT_STEP`, so that sums are exact; absent where every interaction counts once. */
  readonly weights?: Float64Array;
}

export interface Sequences {
  readonly sequences: readonly Sequence[];
  /** Rows whose item the feed does not have, and some of those ids. */
  readonly unmatched: number;
  readonly samples: readonly string[];
}

const SAMPLES = 5;
const WEIGHT_STEP = 2 ** -20;

/** Groups interactions by shopper and sorts each by time; rows without time keep the file's order. */
export function sequencesOf(
  interactions: readonly Interaction[],
  resolve: (id: string) => number | undefined,
): Sequences {
  const byShopper = new Map<string, Row[]>();
  const unknown = new Set<string>();
  let unmatched = 0;
  for (const { shopper, item, at, kind, weight = 1 } of interactions) {
    const index = resolve(item);
    if (index === undefined) {
      unmatched++;
      if (unknown.size < SAMPLES) unknown.add(item);
      continue;
    }
    const rows = byShopper.get(shopper);
    const row = { item: index, at: at ?? Number.NaN, kind, weight: Math.round(weight / WEIGHT_STEP) * WEIGHT_STEP };
    if (rows === undefined) byShopper.set(shopper, [row]);
    else rows.push(row);
  }
  return { sequences: [...byShopper.values()].map(sequence), unmatched, samples: [...unknown] };
}

interface Row {
  readonly item: number;
  readonly at: number;
  readonly kind: Interaction["kind"];
  readonly weight: number;
}

function sequence(rows: readonly Row[]): Sequence {
  const timed = rows.every((row) => !Number.isNaN(row.at));
  const sorted = timed ? rows.toSorted((a, b) => a.at - b.at) : rows;
  return {
    items: Uint32Array.from(sorted, (row) => row.item),
    times: Float64Array.from(sorted, (row) => row.at),
    kinds: sorted.map((row) => row.kind),
    ...(sorted.every((row) => row.weight === 1) ? {} : { weights: Float64Array.from(sorted, (row) => row.weight) }),
  };
}
