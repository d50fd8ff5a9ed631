import { describe, expect, test } from "vitest";
import type { ShopEvent } from "../../../../src/core/event/event.ts";
import type { EventKind } from "../../../../src/core/event/kinds.ts";
import { MAX_LISTS, shownLists } from "../../../../src/core/rank/tuning/shown.ts";

let clock = 0;
const event = (kind: EventKind, more: Partial<ShopEvent>): ShopEvent => ({ v: 1, kind, at: ++clock, ...more });

const POLICY = "base-1/ab12cd34";
const at = (request: string, slot?: number, policy = POLICY) => ({
  shelf: "home",
  request,
  policy,
  ...(slot === undefined ? {} : { slot }),
});
const list = (request: string, items: readonly string[], policy = POLICY): ShopEvent =>
  event("list", { items, placement: at(request, undefined, policy) });
const saw = (request: string, item: string, slot: number, policy = POLICY): ShopEvent =>
  event("impression", { item, placement: at(request, slot, policy) });
const act = (kind: EventKind, request: string, item: string, slot: number, policy = POLICY): ShopEvent =>
  event(kind, { item, placement: at(request, slot, policy) });

describe("shown lists", () => {
  test("hold what was seen and what of it was chosen, and when", () => {
    const events = [
      event("view", { item: "z" }),
      list("r1", ["a", "b", "c", "d"]),
      saw("r1", "b", 1),
      saw("r1", "a", 0),
      act("click", "r1", "b", 1),
      act("view", "r1", "b", 1),
      saw("r1", "c", 2),
      act("cart", "r1", "c", 2),
    ];
    expect(shownLists(events)).toEqual([
      {
        at: events[1]!.at,
        before: 1,
        seen: [
          { item: "a", slot: 0 },
          { item: "b", slot: 1 },
          { item: "c", slot: 2 },
        ],
        chosen: [1, 2],
        explored: undefined,
      },
    ]);
  });

  test("a slot that was given to chance is told", () => {
    const policy = `${POLICY}~1:0.000125`;
    const events = [
      list("r1", ["a", "b"], policy),
      saw("r1", "a", 0, policy),
      saw("r1", "b", 1, policy),
      act("click", "r1", "b", 1, policy),
    ];
    expect(shownLists(events)[0]!.explored).toEqual({ slot: 1, probability: 0.000125 });
  });

  test("what was clicked at once was seen", () => {
    const events = [list("r1", ["a", "b"]), saw("r1", "a", 0), act("click", "r1", "b", 1)];
    expect(shownLists(events)[0]).toMatchObject({ seen: [{ item: "a" }, { item: "b", slot: 1 }], chosen: [1] });
  });

  const shown = (policy: string | undefined, more: readonly ShopEvent[]): ShopEvent[] => [
    event("list", { items: ["a", "b"], placement: { shelf: "home", request: "r", ...(policy && { policy }) } }),
    ...more,
  ];
  const click = (policy: string) => [
    saw("r", "a", 0, policy),
    saw("r", "b", 1, policy),
    act("click", "r", "a", 0, policy),
  ];
  test.each([
    ["the shop's own list", shown("shop", click("shop"))],
    ["a list of nobody's policy", shown(undefined, click(POLICY))],
    ["a list of other rules", shown("base-2/ab", click("base-2/ab"))],
    ["nothing chosen", shown(POLICY, click(POLICY).slice(0, 2))],
    ["nothing seen", shown(POLICY, click(POLICY).slice(2))],
    ["everything chosen", shown(POLICY, [saw("r", "a", 0), act("click", "r", "a", 0)])],
    ["a click in no list", click(POLICY)],
    ["looks outside any shelf", [...shown(POLICY, click(POLICY).slice(0, 2)), event("view", { item: "a" })]],
  ])("%s teaches nothing", (_, events) => {
    expect(shownLists(events)).toEqual([]);
  });

  test("are the newest so many, oldest first", () => {
    const events = Array.from({ length: MAX_LISTS + 20 }, (_, k) => [
      list(`r${k}`, ["a", "b"]),
      saw(`r${k}`, "a", 0),
      saw(`r${k}`, "b", 1),
      act("click", `r${k}`, "b", 1),
    ]).flat();
    const lists = shownLists(events);
    expect(lists).toHaveLength(MAX_LISTS);
    expect(lists[0]!.before).toBe(4 * 20);
    expect(lists.at(-1)!.before).toBe(4 * (MAX_LISTS + 19));
  });
});
