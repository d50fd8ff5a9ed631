import { ENCODER } from "../catalogue/learned.ts";
import type { EventKind } from "../event/kinds.ts";
import type { Touch } from "./touches.ts";

/** A stay as the encoder reads it: its product, and the rows of the encoder's table of marks that are added to it. */
export interface Token {
  readonly item: number;
  readonly marks: readonly number[];
}

/** Rows of the kinds that a shop's history tells apart: in it a click in a list and a wish are looks. Other kinds have none. */
const KINDS: Readonly<Partial<Record<EventKind, number>>> = { view: 0, click: 0, wish: 0, cart: 1, purchase: 2 };

/** Up to here the first row of gaps reaches, each further one four times as far (40 s, 2.7 min, ... 30 and 121 days), the last for ever. */
const FIRST_GAP_MS = 10_000;

/** Of its strongest kind, and of the time since the stay before, where that is known. */
export function marksOf({ kind, gapMs }: Pick<Touch, "kind" | "gapMs">): number[] {
  const kindRow = KINDS[kind];
  const marks = kindRow === undefined ? [] : [kindRow];
  if (gapMs === undefined) return marks;
  const step = Math.ceil(Math.log2(gapMs / FIRST_GAP_MS) / 2);
  return [...marks, ENCODER.kinds + Math.min(Math.max(0, step), ENCODER.gaps - 1)];
}
