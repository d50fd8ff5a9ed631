import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import type { ShopEvent } from "../../src/core/event/event.ts";
import { forgetLeft } from "./support/left.ts";
import { pause, place, settle, turnPage } from "./support/markup.ts";
import { openRig, type Rig } from "./support/scripted.ts";

const CARD = "height: 100px; width: 200px";
/** Without those that a page which was left had not heard of and sent again: the engine knows them. */
const recorded = (rig: Rig): ShopEvent[] => {
  const sent = rig.of("append").flatMap(({ events }) => events);
  return [...new Map(sent.map((event) => [JSON.stringify(event), event])).values()];
};
const ofKind = (rig: Rig, kind: ShopEvent["kind"]) => recorded(rig).filter((event) => event.kind === kind);
const until = { timeout: 30_000, interval: 20 };

// What a page that is left hands over is not for the next test.
afterEach(forgetLeft);

/** Makes the page look hidden or visible to its listeners. */
function show(state: DocumentVisibilityState): void {
  Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
  onTestFinished(() => void Reflect.deleteProperty(document, "visibilityState"));
  document.dispatchEvent(new Event("visibilitychange"));
}

test("a click inside a product is a select_item, with its place in the shelf, and stays the shop's own", async () => {
  const rig = openRig([{}]);
  const host = place(`<ul data-inkling-shelf="front" data-inkling-request="r7" data-inkling-policy="rules">
    <li data-inkling-item="A"></li><li data-inkling-item="B"><button>Look</button></li></ul>
    <a data-inkling-item="C" href="#c">C</a><p>none</p>`);
  host.addEventListener("click", (event) => event.stopPropagation());
  const click = new MouseEvent("click", { bubbles: true, cancelable: true });
  host.querySelector("button")!.dispatchEvent(click);
  expect(click.defaultPrevented).toBe(false);
  host.querySelector("a")!.click();
  host.querySelector("p")!.click();
  await vi.waitUntil(() => ofKind(rig, "click").length === 2, until);
  expect(ofKind(rig, "click")).toMatchObject([
    { item: "B", placement: { shelf: "front", slot: 1, request: "r7", policy: "rules" } },
    { item: "C" },
  ]);
  expect(ofKind(rig, "click")[1]).not.toHaveProperty("placement");
});

test("a product half visible for a second is seen, once; its shelf's list comes first, with the shown set", async () => {
  const rig = openRig([{}]);
  const host = place(`<div id="grid" data-inkling-shelf>
    <div data-inkling-item="A" style="${CARD}"></div>
    <div data-inkling-item="B" style="${CARD}"></div>
    <div style="height: 200vh"></div>
    <div data-inkling-item="far" style="${CARD}"></div></div>`);
  await vi.waitUntil(() => ofKind(rig, "impression").length === 2, until);
  const [list, first, second] = recorded(rig);
  expect(list).toMatchObject({ kind: "list", items: ["A", "B", "far"], placement: { shelf: "grid", policy: "shop" } });
  const { request } = list!.placement!;
  expect(first).toMatchObject({ kind: "impression", item: "A", placement: { shelf: "grid", slot: 0, request } });
  expect(second).toMatchObject({ kind: "impression", item: "B", placement: { slot: 1, request } });

  scrollTo(0, document.body.scrollHeight);
  await vi.waitUntil(() => ofKind(rig, "impression").length === 3, until);
  scrollTo(0, 0);
  host.append(document.createElement("i"));
  await pause(1_500);
  expect(ofKind(rig, "impression").map(({ item }) => item)).toEqual(["A", "B", "far"]);
  expect(ofKind(rig, "list")).toHaveLength(1);
});

test("what is visible for less than a second, or by less than half, is not seen", async () => {
  const rig = openRig([{}]);
  const host = place(`<div style="height: 100px; overflow: hidden">
    <div style="height: 70px"></div><div id="cut" data-inkling-item="cut" style="${CARD}"></div></div>
    <div id="brief" data-inkling-item="brief" style="${CARD}"></div>
    <div data-inkling-item="seen" style="${CARD}"></div>`);
  await pause(500);
  host.querySelector<HTMLElement>("#brief")!.style.display = "none";
  await vi.waitUntil(() => ofKind(rig, "impression").length > 0, until);
  await pause(500);
  expect(ofKind(rig, "impression").map(({ item }) => item)).toEqual(["seen"]);
});

test("a hidden page sees nothing; shown again, the second begins anew", async () => {
  const rig = openRig([{}]);
  show("hidden");
  place(`<div data-inkling-item="A" style="${CARD}"></div>`);
  await pause(1_500);
  expect(recorded(rig)).toEqual([]);
  show("visible");
  await vi.waitUntil(() => ofKind(rig, "impression").length === 1, until);
});

test("elements that come later, and elements used for another product, are seen as well", async () => {
  const rig = openRig([{}]);
  const host = place("");
  await settle();
  host.innerHTML = `<div data-inkling-item="late" style="${CARD}"></div>`;
  await vi.waitUntil(() => ofKind(rig, "impression").length === 1, until);
  host.querySelector<HTMLElement>("div")!.dataset.inklingItem = "other";
  await vi.waitUntil(() => ofKind(rig, "impression").length === 2, until);
  expect(ofKind(rig, "impression").map(({ item }) => item)).toEqual(["late", "other"]);
});

test("the product of the page is viewed, and dwelt on until the page is hidden or left", async () => {
  const rig = openRig([{}]);
  place(`<main data-inkling-view="P"><p data-inkling-dwell="P" style="${CARD}"></p></main>
    <section data-inkling-item="Q"><p data-inkling-dwell style="${CARD}"></p></section>`);
  await vi.waitUntil(() => ofKind(rig, "view").length === 1, until);
  await pause(400);
  show("hidden");
  await vi.waitUntil(() => ofKind(rig, "dwell").length === 2, until);
  expect(ofKind(rig, "view")).toMatchObject([{ item: "P" }]);
  const dwell = new Map(ofKind(rig, "dwell").map(({ item, dwellMs }) => [item, dwellMs!]));
  expect([...dwell.keys()].sort()).toEqual(["P", "Q"]);
  for (const ms of dwell.values()) expect(ms).toBeGreaterThanOrEqual(300);
  show("visible");
  await pause(50);
  turnPage("pagehide", false);
  await vi.waitUntil(() => ofKind(rig, "dwell").length === 4, until);
  expect(ofKind(rig, "view")).toHaveLength(1);
});

test("another product in the place of the page's is another view; the first one's time ends there", async () => {
  const rig = openRig([{}]);
  const main = place(`<main data-inkling-view="P"></main>`).querySelector("main")!;
  await vi.waitUntil(() => ofKind(rig, "view").length === 1, until);
  main.dataset.inklingView = "Q";
  await vi.waitUntil(() => ofKind(rig, "view").length === 2, until);
  main.remove();
  await pause(200);
  turnPage("pagehide", false);
  await vi.waitUntil(() => ofKind(rig, "dwell").length === 2, until);
  expect(ofKind(rig, "dwell").map(({ item }) => item)).toEqual(["P", "Q"]);
});

test("a page from the back-forward cache is viewed anew: view, list and impressions count again", async () => {
  const rig = openRig([{}]);
  place(
    `<main data-inkling-view="P"></main><ul data-inkling-shelf="s"><li data-inkling-item="A" style="${CARD}"></li></ul>`,
  );
  await vi.waitUntil(() => ofKind(rig, "impression").length === 1, until);
  turnPage("pagehide", true);
  show("visible"); // as browsers do, before they tell of the page
  turnPage("pageshow", true);
  await vi.waitUntil(() => ofKind(rig, "impression").length === 2, until);
  expect(recorded(rig).map(({ kind }) => kind)).toEqual([
    ...["view", "list", "impression", "dwell"],
    ...["view", "list", "impression"],
  ]);
  const requests = ofKind(rig, "list").map(({ placement }) => placement?.request);
  expect(new Set(requests).size).toBe(2);
  expect(rig.of("freeze").map(({ frozen }) => frozen)).toEqual([true, false]);
});

test("items without an id, and shelves inside shelves, confuse nobody", async () => {
  const rig = openRig([{}]);
  const host = place(`<div data-inkling-shelf="outer"><b data-inkling-item="" style="${CARD}">x</b>
    <div data-inkling-item="A" style="${CARD}"></div>
    <div data-inkling-shelf="inner"><div data-inkling-item="B" style="${CARD}"></div></div></div>`);
  host.querySelector("b")!.click();
  await vi.waitUntil(() => ofKind(rig, "impression").length === 2, until);
  const lists = ofKind(rig, "list").map(({ items, placement }) => [placement?.shelf, items]);
  expect(lists).toEqual([
    ["outer", ["A"]],
    ["inner", ["B"]],
  ]);
  expect(ofKind(rig, "click")).toEqual([]);
  expect((await rig.inkling.status()).problems.count).toBe(0);
});

test("two Inklings on a page record it once, and the second says so; when the first is gone the second goes on", async () => {
  const first = openRig([{}]);
  const second = openRig([{}]);
  const host = place(`<b data-inkling-item="A">A</b>`);
  host.querySelector("b")!.click();
  await vi.waitUntil(() => ofKind(first, "click").length === 1, until);
  await second.inkling.track("view_item", { item_id: "A" });
  expect(ofKind(second, "click")).toEqual([]);
  expect((await first.inkling.status()).problems.count).toBe(0);
  expect((await second.inkling.status()).problems.last).toEqual([expect.stringContaining("twice")]);
  first.inkling.destroy();
  host.querySelector("b")!.click();
  await vi.waitUntil(() => ofKind(second, "click").length === 1, until);
});

test("after destroy nothing is recorded any more", async () => {
  const rig = openRig([{}]);
  place(`<div data-inkling-item="A" style="${CARD}"></div>`);
  await rig.inkling.ready;
  await settle();
  rig.inkling.destroy();
  await pause(1_300);
  expect(recorded(rig)).toEqual([]);
});
