import { expect, test, vi } from "vitest";
import { runSort } from "../../src/page/elements/sort.ts";
import { pause, place, settle, turnPage } from "./support/markup.ts";
import { idsIn, openShelves, STYLE } from "./support/shelves.ts";
import { watchShifts } from "./support/shifts.ts";

const until = { timeout: 30_000, interval: 10 };
const FAR = `<div style="height: 300vh"></div>`;
const item = (id: string): string => `<li class="card" data-inkling-item="${id}"><a href="#${id}">${id}</a></li>`;
// The scripted engine reverses what it is asked to rank.
const grid = (inside = `${item("a")}<li class="card">advert</li>${item("b")}${item("c")}`): string =>
  `${STYLE}<inkling-sort id="grid" item-selector="li[data-inkling-item]"><ul>${inside}</ul></inkling-sort><p>below</p>`;
const textsIn = (host: Element): (string | null)[] =>
  [...host.querySelectorAll("li")].map(({ textContent }) => textContent);

test("out of sight, the grid's own nodes are put in order, once; other children keep their place", async () => {
  const rig = await openShelves();
  const host = place(`${FAR}${grid()}`);
  const nodes = [...host.querySelectorAll("li")];
  await settle();
  const shifts = watchShifts();
  await vi.waitUntil(() => idsIn(host)[0] === "c", until);
  expect(textsIn(host)).toEqual(["c", "advert", "b", "a"]);
  expect(new Set(host.querySelectorAll("li"))).toEqual(new Set(nodes));
  expect(rig.of("rank")[0]?.request).toEqual({ ids: ["a", "b", "c"], slot: "grid" });
  expect(host.querySelector("inkling-sort")).toMatchObject({
    dataset: { inklingShelf: "grid", inklingRequest: "r1", inklingPolicy: "scripted" },
  });
  rig.notify("change");
  await pause(200);
  expect(rig.of("rank")).toHaveLength(1);
  expect(await shifts()).toBe(0);
});

test("in view it stays as it is, until it is out of sight", async () => {
  const rig = await openShelves();
  const host = place(`${grid()}${FAR}`);
  await settle();
  const shifts = watchShifts();
  await vi.waitUntil(() => rig.of("rank").length === 1, until);
  await pause(200);
  expect(idsIn(host)).toEqual(["a", "b", "c"]);
  expect(host.querySelector("inkling-sort")?.hasAttribute("data-inkling-request")).toBe(false);
  scrollTo(0, document.body.scrollHeight);
  await vi.waitUntil(() => idsIn(host)[0] === "c", until);
  expect(await shifts()).toBe(0);
});

test("within 300 ms of navigation it is put in order in view as well", async () => {
  const rig = await openShelves();
  const host = place(grid());
  const since = vi.spyOn(performance, "now").mockReturnValue(250);
  runSort(host.querySelector("inkling-sort")!, rig.inkling, AbortSignal.timeout(2_000));
  await vi.waitUntil(() => idsIn(host)[0] === "c", until);
  since.mockRestore();
});

test.each(["pointerover", "pointerdown", "touchstart", "keydown", "scroll"])(
  "after a %s in it, never",
  async (type) => {
    const rig = await openShelves();
    const host = place(`${grid()}${FAR}`);
    await settle();
    host.querySelector("a")!.dispatchEvent(new Event(type, { bubbles: type !== "scroll" }));
    scrollTo(0, document.body.scrollHeight);
    await vi.waitUntil(() => rig.of("rank").length === 1, until);
    await pause(200);
    expect(idsIn(host)).toEqual(["a", "b", "c"]);
  },
);

test("after focus in it, never, and the focus stays", async () => {
  const rig = await openShelves();
  const host = place(`${grid()}${FAR}`);
  await settle();
  host.querySelector("a")!.focus();
  scrollTo(0, document.body.scrollHeight);
  await vi.waitUntil(() => rig.of("rank").length === 1, until);
  await pause(200);
  expect(idsIn(host)).toEqual(["a", "b", "c"]);
  expect(document.activeElement).toBe(host.querySelector("a"));
});

test("a shop's own order, a bad selector, a grid of one: nothing is touched", async () => {
  const errors = vi.spyOn(console, "error").mockImplementation(() => {});
  const rig = await openShelves({ rank: { code: "internal" } });
  const own = place(`${FAR}${grid()}`);
  const bad = place(`<inkling-sort item-selector=":::"><ul>${item("a")}${item("b")}</ul></inkling-sort>`);
  const one = place(`<inkling-sort item-selector="li"><ul>${item("a")}</ul></inkling-sort>`);
  await vi.waitUntil(() => rig.of("rank").length === 1 && errors.mock.calls.length === 1, until);
  await pause(100);
  expect([idsIn(own), idsIn(bad), idsIn(one)]).toEqual([["a", "b", "c"], ["a", "b"], ["a"]]);
  expect(rig.of("rank")).toHaveLength(1);
  errors.mockRestore();
});

test("items deeper than the grid, and ids inside an item, are found", async () => {
  await openShelves();
  const card = (id: string): string => `<div class="card"><b data-inkling-item="${id}">${id}</b></div>`;
  const host = place(`${FAR}${STYLE}<inkling-sort item-selector=".card"><section><div class="rows">
    ${card("a")}${card("b")}</div></section></inkling-sort>`);
  await vi.waitUntil(() => idsIn(host)[0] === "b", until);
  expect(idsIn(host)).toEqual(["b", "a"]);
});

test("a page back from the cache is another view: it is asked for and ordered again", async () => {
  const rig = await openShelves();
  const host = place(`${FAR}${grid()}`);
  await vi.waitUntil(() => idsIn(host)[0] === "c", until);
  turnPage("pagehide", true);
  turnPage("pageshow", true);
  await vi.waitUntil(() => idsIn(host)[0] === "a", until);
  expect(rig.of("rank")).toHaveLength(2);
});
