import type { ItemIndex } from "../../src/core/brands.ts";
import type { Prepared } from "../../src/core/rank/prepared.ts";
import type { DrawnList } from "../../src/core/rank/tuning/lists.ts";
import { type ReadyList, readyLists } from "../../src/core/rank/tuning/update.ts";
import { seededRandom } from "../random.ts";
import { type Halves, KEPT_BACK } from "./halves.ts";
import { transitionsOf } from "./transitions.ts";

/** One browser of the simulation: what it learns from does not change from round to round. */
export interface Device {
  readonly shopper: number;
  readonly lists: readonly DrawnList[];
  /** The same, made ready once. */
  readonly ready: readonly ReadyList[];
}

/** The first `count` devices, ready to learn. */
export function fleetOf(
  prepared: Prepared,
  { sequences, devices, stepMs }: Halves,
  count: number,
  seed: number,
  onShare: (share: number) => void,
): readonly Device[] {
  const random = seededRandom(seed);
  return devices.slice(0, count).map((shopper, at) => {
    if (at % 100 === 0) onShare(at / count);
    const items = resolved(prepared, sequences[shopper]!.slice(0, -KEPT_BACK));
    const lists = transitionsOf(prepared, items, stepMs, random);
    return { shopper, lists, ready: readyLists(lists) };
  });
}

/** Those that the catalogue has. */
export const resolved = ({ aliases }: Prepared, ids: readonly string[]): ItemIndex[] =>
  ids.flatMap((id) => aliases.resolve(id) ?? []);
