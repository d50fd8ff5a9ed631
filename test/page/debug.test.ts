import { afterEach, expect, test, vi } from "vitest";
import { userEvent } from "vitest/browser";
import type { ShopEvent } from "../../src/core/event/event.ts";
import { openDebug } from "../../src/debug.ts";
import { place } from "./support/markup.ts";
import { openRig } from "./support/scripted.ts";
import { watchShifts } from "./support/shifts.ts";

const until = { timeout: 30_000, interval: 20 };
const hosts = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>("[data-inkling-debug]")];
const root = (): ShadowRoot => hosts()[0]!.shadowRoot!;
const text = (): string => root().querySelector("main")?.innerText ?? "";

afterEach(() => {
  for (const host of hosts()) host.remove();
});

const EVENTS: readonly ShopEvent[] = [
  { v: 1, kind: "refund", at: 5_000, transaction: "T-1" },
  { v: 1, kind: "click", at: 4_000, item: "<b>A</b>", placement: { shelf: "front", slot: 3 } },
  { v: 1, kind: "search", at: 3_000, query: "rain jacket" },
  { v: 1, kind: "list", at: 2_000, items: ["A", "B"], placement: { shelf: "front" } },
  { v: 1, kind: "dwell", at: 1_000, item: "A", dwellMs: 4_200 },
];
const VECTOR = {
  events: 3,
  categories: [{ name: "Shoes", share: 0.6, from: [] }],
  brands: [],
  price: { typical: 90, low: 80, high: 100, currency: "EUR" },
};
const PROFILE = { session: VECTOR, longTerm: { events: 0, categories: [], brands: [] }, recent: [], reason: "ok" };

test("shows status, interests, events and problems as text, moves nothing, and follows what changes", async () => {
  place("<p>what stands there</p>");
  const rig = openRig([{ profile: { value: PROFILE }, events: { value: EVENTS } }]);
  await rig.inkling.ready;
  await rig.inkling.track("view_itm");
  const shifts = watchShifts();
  openDebug(rig.inkling);
  await vi.waitUntil(() => text().includes("front 4"), until);
  expect(root().querySelector("header")?.textContent).toContain("ready");
  for (const words of [
    "store yes, personalise yes, contribute no",
    "indexeddb, 0 events",
    "ready, 3 products",
    "0\u00a0% of the products named",
    "Shoes 60\u00a0%, 80 to 100 EUR",
    "nothing yet",
    "<b>A</b>",
    "“rain jacket”",
    "2 products",
    "A, 4 s",
    "T-1",
    "Problems: 1",
    'did you mean "view_item"?',
  ])
    expect(text()).toContain(words);
  expect(rig.of("events")[0]?.limit).toBe(20);
  rig.inkling.setContext({ currency: "SEK" });
  await vi.waitUntil(() => text().includes("SEK"), until);
  expect(await shifts()).toBe(0);
});

test("closes by key and button, gives the focus back, and is there once", async () => {
  const button = place("<button>of the shop</button>").querySelector("button")!;
  button.focus();
  const { inkling } = openRig([{ profile: { value: PROFILE } }]);
  await inkling.ready;
  openDebug(inkling);
  openDebug(inkling);
  expect(hosts()).toHaveLength(1);
  expect(document.activeElement).toBe(hosts()[0]);
  const heard = vi.fn();
  addEventListener("keydown", heard);
  await userEvent.keyboard("{Escape}");
  removeEventListener("keydown", heard);
  expect(hosts()).toEqual([]);
  expect(heard).not.toHaveBeenCalled();
  expect(document.activeElement).toBe(button);
  openDebug(inkling);
  root().querySelector<HTMLElement>("[aria-label=Close]")!.click();
  expect(hosts()).toEqual([]);
});

test("without an engine it says why, and asks nobody", async () => {
  const { inkling } = openRig([{ hello: { code: "version" } }]);
  openDebug(inkling);
  await vi.waitUntil(() => text().includes("scripted"), until);
  expect(root().querySelector("header")?.textContent).toContain("degraded");
  expect(text()).toContain("Problems: 0");
});
