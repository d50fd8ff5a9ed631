import { describe, expect, test } from "vitest";
import type { RankRequest, Steering, Wish } from "../../../src/core/bridge/protocol.ts";
import { changeSteering, importSteering, readSteering, STEERING_LIMITS } from "../../../src/core/bridge/steering.ts";
import { RequestError } from "../../../src/core/errors.ts";
import { EMPTY_COMPACTED } from "../../../src/core/event/compact.ts";
import type { ShopEvent } from "../../../src/core/event/event.ts";
import { explain } from "../../../src/core/rank/explain.ts";
import { additive, type Moment, momentOf } from "../../../src/core/rank/moment.ts";
import { rank } from "../../../src/core/rank/rank.ts";
import { shopperOf } from "../../../src/core/rank/shopper.ts";
import { steered } from "../../../src/core/rank/steer.ts";
import { finish } from "../../../src/core/steps.ts";
import { did, MINUTE, NOW, product, shopOf } from "./shop.ts";

// Forty products each of three kinds, so that a shelf of twelve could be of one kind alone.
const KINDS = ["Shoes", "Tents", "Lamps"] as const;
const shop = shopOf(
  KINDS.flatMap((kind, at) =>
    Array.from({ length: 40 }, (_, k) =>
      product(`${kind}-${k}`, `${["Swift", "Calm", "Bold", "Plain"][k % 4]} ${kind.toLowerCase()} ${k}`, {
        category: ["All", kind],
        brand: `Brand ${at}${k % 2}`,
      }),
    ),
  ),
);
const looks = [3, 2, 1].map((k) => did("view", `Shoes-${k}`, k * MINUTE));

function momentWith(wishes: readonly Steering[], events: readonly ShopEvent[] = looks): Moment {
  const { rescore, refused } = finish(steered(shop.prepared, additive, wishes));
  const shopper = shopperOf((id) => shop.prepared.aliases.resolve(id), events, EMPTY_COMPACTED, NOW);
  const sections = { display: shop.display, live: shop.live, stock: shop.live, refused };
  return momentOf(shop.prepared, shopper, sections, NOW, rescore);
}
const ask = (moment: Moment, request: RankRequest = {}) => rank(moment, { n: 12, ...request }, () => undefined);
const ids = (moment: Moment, request?: RankRequest) => ask(moment, request).items.map(({ id }) => id);
const of = (kind: string, list: readonly string[]): number => list.filter((id) => id.startsWith(`${kind}-`)).length;
const wish = (said: Wish, about: Steering["about"], name: string): Steering => ({ wish: said, about, name });

describe("wishes", () => {
  test("more of a category fills two places of three with it, each saying why; nothing else changes its order", () => {
    const before = ids(momentWith([]));
    expect(of("Tents", before)).toBeLessThan(3);
    const moment = momentWith([wish("more", "category", "All > Tents")]);
    const { items } = ask(moment);
    const after = items.map(({ id }) => id);
    expect(of("Tents", after)).toBeGreaterThanOrEqual(7);
    expect(of("Tents", after)).toBeLessThanOrEqual(9);
    const others = after.filter((id) => !id.startsWith("Tents-"));
    expect(others).toEqual(before.filter((id) => others.includes(id)));
    const lifted = items.find(({ id }) => id.startsWith("Tents-"));
    expect(lifted?.reason).toEqual({ code: "asked", text: "You asked for more from Tents", about: "All > Tents" });
    expect(lifted?.parts.steering).toBeGreaterThan(0);
    expect(Object.values(lifted!.parts).reduce((sum, part) => sum + part, 0)).toBeCloseTo(lifted!.score, 5);
  });

  test("less of it leaves one place of eight at most, and only where it had more", () => {
    expect(of("Shoes", ids(momentWith([])))).toBeGreaterThan(6);
    expect(of("Shoes", ids(momentWith([wish("less", "category", "Shoes")])))).toBeLessThanOrEqual(1);
    const same = momentWith([wish("less", "category", "Lamps")]);
    expect(ids(same)).toEqual(ids(momentWith([])).filter((id) => !id.startsWith("Lamps")));
  });

  test("never: on no shelf of any kind, nor pinned, last in a list of the shop's own, and the reason says so", () => {
    const moment = momentWith([wish("never", "category", "All > Shoes"), wish("never", "item", "Lamps-0")]);
    for (const kind of ["for-you", "popular", "similar", "goes-with", "recently-viewed"] as const) {
      const shown = ids(moment, { kind, about: ["Shoes-9"], n: 100, pin: ["Shoes-4", "Lamps-0"] });
      expect([kind, of("Shoes", shown), shown.includes("Lamps-0")]).toEqual([kind, 0, false]);
    }
    expect(ids(moment, { ids: ["Shoes-1", "Lamps-0", "Tents-1", "Lamps-1"] }).slice(2)).toEqual(["Shoes-1", "Lamps-0"]);
    expect(explain(moment, "Shoes-1").reason).toEqual({
      code: "asked",
      text: "You asked for nothing from Shoes",
      about: "All > Shoes",
    });
    expect(explain(moment, "Lamps-0").reason.text).toBe("You asked never to see this");
  });

  test("the narrowest wish about a product holds: less of all, more of one kind; never holds over both", () => {
    const wishes = [
      wish("less", "category", "All"),
      wish("more", "category", "All > Lamps"),
      wish("never", "brand", "Brand 20"),
    ];
    const shown = ids(momentWith(wishes));
    expect(of("Lamps", shown)).toBeGreaterThanOrEqual(8);
    expect(shown.filter((id) => id.startsWith("Lamps-") && Number(id.slice(6)) % 2 === 0)).toEqual([]);
  });

  test("a wish about a product is about what is like it as well; a first visit follows wishes too", () => {
    const moment = momentWith([wish("more", "item", "Tents-4")], []);
    const { items, basis } = ask(moment);
    expect(basis).toBe("personal");
    expect(items.filter(({ reason }) => reason.text === "You asked for more like this").length).toBeGreaterThan(3);
    expect(
      of(
        "Tents",
        items.map(({ id }) => id),
      ),
    ).toBeGreaterThan(3);
    expect(ask(momentWith([wish("never", "item", "Tents-4")], [])).basis).not.toBe("personal");
  });

  test("what the catalogue does not know changes nothing", () => {
    const unknown = [wish("more", "item", "gone"), wish("less", "category", "Gone"), wish("never", "brand", "")];
    expect(ids(momentWith(unknown))).toEqual(ids(momentWith([])));
  });
});

describe("as lines", () => {
  const never = { wish: "never", about: "category", name: "All > Shoes" } as const;

  test("a wish replaces the one before about the same, and none takes it back", () => {
    const one = changeSteering([], never);
    expect(one).toEqual(["never category All > Shoes"]);
    const two = changeSteering(changeSteering(one, { ...never, about: "brand" }), { ...never, wish: "more" });
    expect(two).toEqual(["more category All > Shoes", "never brand All > Shoes"]);
    expect(readSteering(two)[0]).toEqual({ ...never, wish: "more" });
    expect(changeSteering(two, { ...never, wish: "none" })).toEqual(["never brand All > Shoes"]);
  });

  test.each([
    {},
    null,
    { ...never, wish: "often" },
    { ...never, about: "shop" },
    { ...never, name: "" },
    { ...never, name: "x".repeat(STEERING_LIMITS.nameLength + 1) },
  ])("%j is refused", (change) => {
    expect(() => changeSteering([], change)).toThrow(RequestError);
  });

  test("they are bounded, by number and by length, and lines that are none are left out", () => {
    let lines: readonly string[] = [];
    for (let k = 0; k < STEERING_LIMITS.wishes; k++) lines = changeSteering(lines, { ...never, name: `n${k}` });
    expect(() => changeSteering(lines, never)).toThrow(/no room/);
    expect(changeSteering(lines, { ...never, name: "n3", wish: "less" })).toHaveLength(STEERING_LIMITS.wishes);
    const long = Array.from({ length: 12 }, (_, k) => ({ ...never, name: `${"x".repeat(290)}${k}` }));
    expect(() => long.reduce(changeSteering, [] as readonly string[])).not.toThrow();
    expect(() =>
      [...long, { ...never, name: "y".repeat(300) }].reduce(changeSteering, [] as readonly string[]),
    ).toThrow(/no room/);
    expect(readSteering(["", "more", "more item", "more item a b", "MORE item a"])).toEqual([
      { wish: "more", about: "item", name: "a b" },
    ]);
  });

  test("an import adds what nothing is wished about here, as far as there is room", () => {
    const given = ["more category All > Shoes", "less brand Fleet", 7, "nonsense"];
    expect(importSteering(["never category All > Shoes"], given)).toEqual([
      "never category All > Shoes",
      "less brand Fleet",
    ]);
    expect(importSteering([], "more item a")).toEqual([]);
    const many = Array.from({ length: 500 }, (_, k) => `more item i${k}`);
    expect(importSteering([], many)).toHaveLength(STEERING_LIMITS.wishes);
  });
});
