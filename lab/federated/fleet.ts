import type { ItemIndex } from "../../src/core/brands.ts";
import type { Head } from "../../src/core/catalogue/learned.ts";
import type { Prepared } from "../../src/core/rank/prepared.ts";
import { type LinearList, linearLists } from "../../src/core/rank/tuning/linear.ts";
import { seededRandom } from "../random.ts";
import { type Halves, KEPT_BACK } from "./halves.ts";
import { transitionsOf } from "./transitions.ts";

/** One browser of the simulation: what it learns from does not change from round to round. */
export interface Device {
  readonly shopper: number;
  readonly lists: readonly LinearList[];
}

/** The first `count` devices, ready to learn beside a head. */
export function fleetOf(
  prepared: Prepared,
  head: Head,
  { sequences, devices, stepMs }: Halves,
  count: number,
  seed: number,
  onShare: (share: number) => void,
): readonly Device[] {
  const random = seededRandom(seed);
  return devices.slice(0, count).map((shopper, at) => {
    if (at % 100 === 0) onShare(at / count);
    const items = resolved(prepared, sequences[shopper]!.slice(0, -KEPT_BACK));
    return { shopper, lists: linearLists(head, transitionsOf(prepared, items, stepMs, random)) };
  });
}

/** Those that the catalogue has. */
export const resolved = ({ aliases }: Prepared, ids: readonly string[]): ItemIndex[] =>
  ids.flatMap((id) => aliases.resolve(id) ?? []);
