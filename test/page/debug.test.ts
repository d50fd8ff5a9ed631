import axe from "axe-core";
import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import { userEvent } from "vitest/browser";
import type { ShopEvent } from "../../src/core/event/event.ts";
import { openDebug } from "../../src/debug.ts";
import { readHere } from "../../src/page/capture/here.ts";
import { OPT_OUT } from "../../src/page/consent/opt-out.ts";
import { ENGINE_STATUS } from "../support/engine-status.ts";
import { place } from "./support/markup.ts";
import { openRig } from "./support/scripted.ts";
import { watchShifts } from "./support/shifts.ts";

const until = { timeout: 30_000, interval: 20 };
const hosts = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>("[data-inkling-debug]")];
const root = (): ShadowRoot => hosts()[0]!.shadowRoot!;
const text = (): string => root().querySelector("article")?.innerText ?? "";

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
  expect(root().querySelector(".head")?.textContent).toContain("ready");
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

test("says which sources are read, why the page's products stand where they do, what learning came to, and how long answers take", async () => {
  Object.assign(globalThis, { debugLayer: [] });
  onTestFinished(() => void Reflect.deleteProperty(globalThis, "debugLayer"));
  place(
    `<ul><li data-inkling-item="P-1">one</li><li data-inkling-item="P-2">two</li><li data-inkling-item="P-1">again</li></ul>`,
  );
  const learning = { state: "accepted", why: "it is better", due: false, backend: "webgpu" };
  const rank = {
    items: [
      {
        id: "P-2",
        score: 3,
        parts: { popularity: 0.25, followedBy: 2.5, price: -1 },
        reason: { code: "followed-by", text: "Because you looked at Glide" },
        display: { title: "Storm <i>shoe</i>", url: "/p/2", image: "/i/2.png" },
      },
      { id: "P-1", score: 0, parts: {}, reason: { code: "shop-order", text: "In the shop's order" } },
    ],
    basis: "personal",
    reason: "ok",
    policy: "scripted",
    request: "r1",
  };
  const status = { value: { ...ENGINE_STATUS, learning } };
  const rig = openRig([{ profile: { value: PROFILE }, rank: { value: rank }, open: status, status }]);
  await rig.inkling.ready;
  openDebug(rig.inkling);
  await vi.waitUntil(() => text().includes("Storm"), until);
  expect(text()).toContain("none found");
  for (const words of [
    "accepted, it is better, last by webgpu",
    "Why this order: personal, ok",
    "Storm <i>shoe</i>: Because you looked at Glide: followedBy 2.5, price -1, popularity 0.25",
    "In the shop's order",
  ])
    expect(text()).toContain(words);
  expect(text()).toMatch(/Answers\s+status in [\d.]+\u00a0ms, ranking in [\d.]+\u00a0ms/);
  expect(rig.of("rank").at(-1)?.request).toMatchObject({ ids: ["P-1", "P-2"], display: true });
  readHere(rig, ["ga4", "json-ld"], "debugLayer");
  rig.notify("change");
  await vi.waitUntil(() => /Sources\s+ga4\n/.test(text()), until);
});

test("says what each who speaks of consent says of it", async () => {
  const globals = globalThis as unknown as Record<string, unknown>;
  globals.__tcfapi = (_: string, __: number, hear: (data: object, success: boolean) => void) =>
    hear({ gdprApplies: false }, true);
  const layer = [gtag("consent", "default", { personalization_storage: "denied" })];
  globals.dataLayer = layer;
  localStorage.setItem(OPT_OUT, "contribute");
  onTestFinished(() => {
    localStorage.removeItem(OPT_OUT);
    for (const name of ["__tcfapi", "dataLayer"]) delete globals[name];
  });
  const rig = openRig([{ profile: { value: PROFILE } }]);
  await rig.inkling.ready;
  openDebug(rig.inkling);
  await vi.waitUntil(() => /The shopper says\s+contribute no\n/.test(text()), until);
  expect(text()).toMatch(/IAB TCF says\s+none is needed\n/);
  expect(text()).toMatch(/Google's consent mode says\s+to store: not answered, personalise no\n/);
  expect(text()).not.toContain("Shopify");
  layer.push(gtag("consent", "update", { personalization_storage: "granted" }));
  await vi.waitUntil(() => /Google's consent mode says\s+store yes, personalise yes\n/.test(text()), until);
  rig.inkling.destroy();
  openDebug(rig.inkling);
  await vi.waitUntil(() => !text().includes("IAB TCF"), until);
});

/** What gtag() pushes is its Arguments. */
function gtag(..._: readonly unknown[]): IArguments {
  // biome-ignore lint/complexity/noArguments: as Google's own snippet has it.
  return arguments;
}

test("of a page without products of its own it explains the best for the shopper, in words that run from the left everywhere", async () => {
  const page = place("<p>nothing marked</p>");
  page.ownerDocument.documentElement.dir = "rtl";
  onTestFinished(() => page.ownerDocument.documentElement.removeAttribute("dir"));
  const rig = openRig([{ profile: { value: PROFILE } }]);
  await rig.inkling.ready;
  openDebug(rig.inkling);
  await vi.waitUntil(() => text().includes("Product C: Popular: popularity 1"), until);
  expect(rig.of("rank").at(-1)?.request).toMatchObject({ n: 8, display: true });
  expect(getComputedStyle(root().querySelector("article")!).direction).toBe("ltr");
});

test("beside a page's own landmarks it adds none of theirs, and axe has no finding", async () => {
  place("<header>Shop</header><main><h1>of the shop</h1></main>");
  const { inkling } = openRig([{ profile: { value: PROFILE }, events: { value: EVENTS } }]);
  await inkling.ready;
  openDebug(inkling);
  await vi.waitUntil(() => text().includes("front 4"), until);
  const { violations } = await axe.run(document.body, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    rules: { region: { enabled: false } }, // the test's own page has more than its landmarks
  });
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
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
  expect(root().querySelector(".head")?.textContent).toContain("degraded");
  expect(text()).toContain("Problems: 0");
});
