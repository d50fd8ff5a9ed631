import { type ItemIndex, itemIndex } from "../../src/core/brands.ts";
import { EVENT_KINDS, type EventKind } from "../../src/core/event/kinds.ts";
import { marksOf, type Token } from "../../src/core/rank/marks.ts";
import type { Touch } from "../../src/core/rank/touches.ts";
import type { Sequence } from "../history/sequences.ts";

/** Whether the order is of times: where one event has none, those of the others say nothing of it. */
export const isTimed = ({ times }: Sequence): boolean => !times.some(Number.isNaN);

/** Touches of made-up times, which tell no gaps. */
export const untimed = (touches: readonly Touch[]): Touch[] => touches.map(({ gapMs: _, ...touch }) => touch);

/** A shopper's stays as the encoder reads them on a device (src/core/rank/touches.ts): a run of acts on one product is one, of its strongest kind. */
export function stays(sequence: Sequence): Token[] {
  const { items, kinds, times } = sequence;
  const timed = isTimed(sequence);
  const runs: { readonly item: ItemIndex; readonly gapMs?: number; kind: EventKind }[] = [];
  items.forEach((item, at) => {
    const kind = kinds[at]!;
    const run = runs.at(-1);
    if (run?.item !== item)
      runs.push({ item: itemIndex(item), kind, ...(timed && run && { gapMs: times[at]! - times[at - 1]! }) });
    else if (EVENT_KINDS[kind].weight >= EVENT_KINDS[run.kind].weight) run.kind = kind;
  });
  return runs.map((run) => ({ item: run.item, marks: shared(marksOf(run)) }));
}

const known = new Map<string, readonly number[]>();

/** The same array for the same marks: a history has millions of tokens, and there are some fifty of these. */
export function shared(marks: readonly number[]): readonly number[] {
  const key = marks.join();
  const first = known.get(key) ?? marks;
  known.set(key, first);
  return first;
}
