import type { Interaction } from "../../../compiler/interaction.ts";
import type { ShopEvent } from "../../../src/core/event/event.ts";
import type { Life } from "./life.ts";

/** How much an event counts as evidence of what shoppers want; 1 where nothing made it likelier, 0 leaves it out. */
export type WeightOf = (event: ShopEvent) => number;

const ROWS: ReadonlySet<string> = new Set<Interaction["kind"]>(["view", "cart", "purchase"]);

/** What a shop's export would say of these shoppers: views, carts and purchases. */
export function historyOf(lives: readonly Life[], weightOf: WeightOf): Interaction[] {
  return lives.flatMap(({ shopper, events }) =>
    events.flatMap((event): Interaction[] => {
      if (event.item === undefined || !ROWS.has(event.kind)) return [];
      const weight = weightOf(event);
      if (weight === 0) return [];
      // The cast: the kinds of ROWS are those of an interaction.
      const kind = event.kind as Interaction["kind"];
      return [{ shopper: String(shopper.number), item: event.item, at: event.at, kind, weight }];
    }),
  );
}
