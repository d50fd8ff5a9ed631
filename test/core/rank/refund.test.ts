import { describe, expect, test } from "vitest";
import { EMPTY_COMPACTED, fold } from "../../../src/core/event/compact.ts";
import type { ShopEvent } from "../../../src/core/event/event.ts";
import { explain } from "../../../src/core/rank/explain.ts";
import type { Source } from "../../../src/core/rank/interest.ts";
import type { Moment } from "../../../src/core/rank/moment.ts";
import { rank } from "../../../src/core/rank/rank.ts";
import { DAY, did, MINUTE, momentAfter, NOW, outdoorShop } from "./shop.ts";

const shop = outdoorShop();
const sourceOf = (moment: Moment, id: string): Source => {
  const found = moment.interest.sources.find(({ item }) => item === shop.index(id));
  if (found === undefined) throw new Error(`${id} is no source`);
  return found;
};
const momentOf = (kept: readonly ShopEvent[], folded: readonly ShopEvent[] = []): Moment =>
  momentAfter(shop, kept, fold(EMPTY_COMPACTED, folded, NOW));

describe("what was bought and given back", () => {
  const bought = [did("view", "shoe-0", 9 * MINUTE), did("purchase", "shoe-1", 8 * MINUTE)];
  const between = did("view", "sock-0", 7 * MINUTE);
  const refund = did("refund", "shoe-1-42", 6 * MINUTE);

  test("lets what it could replace count again, also with other products in between", () => {
    expect(sourceOf(momentOf([...bought, between]), "shoe-0").likeness).toBeLessThan(1);
    const { likeness, company } = sourceOf(momentOf([...bought, between, refund]), "shoe-0");
    expect({ likeness, company }).toEqual({ likeness: 1, company: 1 });
  });

  test("is no longer named as bought", () => {
    const texts = (events: readonly ShopEvent[]): string[] =>
      rank(momentOf(events), { ids: ["shoe-2", "shoe-4", "sock-1"] }, () => undefined).items.map(
        ({ reason }) => reason.text,
      );
    const long = [did("purchase", "shoe-1", 40 * DAY), between];
    expect(texts(long)).toContain("Because you bought Glide running shoe");
    expect(texts([...long, refund]).filter((text) => text.includes("bought"))).toEqual([]);
  });

  test("rests no more, whichever of the two has been folded away", () => {
    const purchase = did("purchase", "shoe-1", 5 * DAY);
    const events = [purchase, did("refund", "shoe-1-42", 4 * DAY)];
    for (const folded of [0, 1, 2]) {
      const moment = momentOf(events.slice(folded), events.slice(0, folded));
      expect(explain(moment, "shoe-1").restsUntil).toBeUndefined();
    }
    expect(explain(momentOf([], [purchase]), "shoe-1").restsUntil).toBeGreaterThan(NOW);
    expect(explain(momentOf([], [...events, did("purchase", "shoe-1", DAY)]), "shoe-1").restsUntil).toBeGreaterThan(
      NOW,
    );
  });
});

describe("an old purchase", () => {
  test("is not a fresh one because the product was looked at since", () => {
    for (const agoMs of [400 * DAY, 2 * DAY]) {
      const folded = [did("purchase", "shoe-1", agoMs), did("view", "shoe-1", DAY)];
      const fresh = agoMs < 30 * DAY;
      const { likeness, company } = sourceOf(momentOf([], folded), "shoe-1");
      expect([likeness < 1, company > 1]).toEqual([fresh, fresh]);
      const kept = sourceOf(momentOf(folded), "shoe-1");
      expect([kept.likeness < 1, kept.company > 1]).toEqual([fresh, fresh]);
    }
  });

  test("does not answer a wish that began later", () => {
    const moment = momentOf([
      did("purchase", "shoe-1", 2 * DAY),
      did("view", "tent-0", DAY),
      did("view", "shoe-1", MINUTE),
    ]);
    expect(moment.interest.sources.map(({ likeness }) => likeness === 1)).toEqual([true, true, false]);
  });
});
