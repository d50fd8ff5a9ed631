import type { ItemIndex } from "../../src/core/brands.ts";
import type { Prepared } from "../../src/core/rank/prepared.ts";
import { type LinearList, linearLists } from "../../src/core/rank/tuning/linear.ts";
import type { ChoiceList } from "../../src/core/rank/tuning/lists.ts";
import { SCALES } from "../../src/core/rank/tuning/shared.ts";
import { seededRandom } from "../random.ts";
import { type Halves, KEPT_BACK } from "./halves.ts";
import { transitionsOf } from "./transitions.ts";

/** One browser of the simulation: what it learns from does not change from round to round. */
export interface Device {
  readonly shopper: number;
  readonly lists: readonly ChoiceList[];
  /** The same, made ready once. */
  readonly linear: readonly LinearList[];
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
    return { shopper, lists, linear: linearLists(SCALES, lists) };
  });
}

/** Those that the catalogue has. */
export const resolved = ({ aliases }: Prepared, ids: readonly string[]): ItemIndex[] =>
  ids.flatMap((id) => aliases.resolve(id) ?? []);
