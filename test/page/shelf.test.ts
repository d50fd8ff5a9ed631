import { expect, onTestFinished, test, vi } from "vitest";
import { userEvent } from "vitest/browser";
import type { RankReply } from "../../src/core/bridge/protocol.ts";
import type { ShelfHost } from "../../src/page/elements/shelf.ts";
import { pause, place, settle, turnPage } from "./support/markup.ts";
import { CARD_TEMPLATE, fallback, idsIn, listOf, openShelves, PIXEL, STYLE } from "./support/shelves.ts";
import { watchShifts } from "./support/shifts.ts";

const until = { timeout: 30_000, interval: 10 };
const AFTER = `<p>what stands below</p>`;
const FAR = `<div style="height: 300vh"></div>`;
const shelfIn = (host: Element): ShelfHost => host.querySelector<ShelfHost>("inkling-shelf")!;

const shelf = (attributes = "", inside = fallback(["x", "y"])): string =>
  `${STYLE}${CARD_TEMPLATE}<inkling-shelf template="#card" ${attributes}><h2>For you</h2>${inside}</inkling-shelf>${AFTER}`;

test("measuring shifts: a moved paragraph is noticed", async () => {
  const host = place(`<div></div>${AFTER}`);
  await settle();
  await pause(100);
  const shifts = watchShifts();
  host.querySelector("div")!.style.height = "200px";
  expect(await shifts()).toBeGreaterThan(0);
});

test("in view, a list that comes in time takes the fallback's place, and nothing moves", async () => {
  const rig = await openShelves({ rank: { value: listOf(["A", "B", "C"]), afterMs: 100 } });
  const host = place(shelf(`kind="for-you" id="front"`));
  await settle();
  const shifts = watchShifts();
  expect(idsIn(host)).toEqual(["x", "y"]);
  expect(shelfIn(host).getAttribute("aria-busy")).toBe("true");
  await vi.waitUntil(() => idsIn(host)[0] === "A", until);
  expect(idsIn(host)).toEqual(["A", "B"]);
  expect(rig.of("rank")[0]?.request).toEqual({ kind: "for-you", slot: "front", n: 2, display: true });
  expect(host.querySelector("h2")?.textContent).toBe("For you");
  expect(shelfIn(host).dataset).toMatchObject({
    inklingShelf: "front",
    inklingRequest: "list-ABC",
    inklingPolicy: "rules-1",
  });
  expect(shelfIn(host).hasAttribute("aria-busy")).toBe(false);
  expect(await shifts()).toBe(0);
});

test("fields are bound as text and safe addresses; image and link keep the shop's own attributes", async () => {
  const title = "<img src=x onerror=alert(1)>";
  const price = { amount: 1299.5, currency: "EUR" };
  await openShelves({ rank: { value: listOf(["A"], { title, price }) } });
  const host = place(`<div lang="de-DE">${shelf("", fallback(["x"]))}</div>`);
  await vi.waitUntil(() => idsIn(host)[0] === "A", until);
  const card = host.querySelector("li")!;
  expect(card.querySelector("b")?.textContent).toBe(title);
  expect(card.querySelectorAll("img")).toHaveLength(1);
  expect(card.querySelector("a")?.getAttribute("href")).toBe(new URL("/p/A", location.href).href);
  const image = card.querySelector("img")!;
  expect([new URL(image.src).pathname, image.alt, image.width, image.height]).toEqual([PIXEL, title, 40, 40]);
  expect(card.querySelector("span")?.textContent?.replace(/\s/g, " ")).toBe("1.299,50 €");
  expect(card.querySelector("i")?.textContent).toBe("Because you looked at A");
});

test.each([
  "javascript:alert(1)",
  "java\nscript:alert(1)",
  " javascript:alert(1)",
  "data:text/html,x",
  "blob:x",
  "vbscript:x",
  "file:///etc/passwd",
  "",
])("an address like %j is dropped", async (address) => {
  await openShelves({ rank: { value: listOf(["A"], { url: address, image: address }) } });
  const host = place(shelf("", fallback(["x"])));
  await vi.waitUntil(() => idsIn(host)[0] === "A", until);
  expect(host.querySelector("li a")?.hasAttribute("href")).toBe(false);
  expect(host.querySelector("li img")?.hasAttribute("src")).toBe(false);
});

test("an address is for links and images only, a price that is not known is hidden, an odd currency is plain", async () => {
  await openShelves({ rank: { value: listOf(["A"], {}) } });
  const odd = `<template id="odd"><div><b data-field="url"></b><b data-field="image"></b><b data-field="unknown">k</b>
    <s data-field="price">old price</s></div></template>`;
  const host = place(
    `${STYLE}${odd}<inkling-shelf template="odd" style="height: 40px"><div data-inkling-item="x"></div></inkling-shelf>`,
  );
  await vi.waitUntil(() => idsIn(host)[0] === "A", until);
  expect(host.querySelector("s")?.hidden).toBe(true);
  expect(host.querySelector("inkling-shelf > div")?.outerHTML).not.toMatch(/href|src|\/p\/A/);

  await openShelves({ rank: { value: listOf(["B"], { price: { amount: 5, currency: "XX" } }) } });
  const other = place(
    `${odd}<inkling-shelf template="#odd" style="height: 40px"><div data-inkling-item="x"></div></inkling-shelf>`,
  );
  await vi.waitUntil(() => idsIn(other)[0] === "B", until);
  expect(other.querySelector("s")).toMatchObject({ hidden: false, textContent: "5 XX" });
});

test("in view, a list that comes late waits until the shelf is out of sight", async () => {
  await openShelves({ rank: { value: listOf(["A", "B"]), afterMs: 500 } });
  const host = place(`${shelf()}${FAR}`);
  await settle();
  const shifts = watchShifts();
  await pause(900);
  expect(idsIn(host)).toEqual(["x", "y"]);
  expect(shelfIn(host).hasAttribute("aria-busy")).toBe(false);
  scrollTo(0, document.body.scrollHeight);
  await vi.waitUntil(() => idsIn(host)[0] === "A", until);
  expect(await shifts()).toBe(0);
});

test("below the viewport a list may come late and be longer", async () => {
  await openShelves({ rank: { value: listOf(["A", "B", "C"]), afterMs: 500 } });
  const host = place(`${FAR}${shelf(`n="3"`)}`);
  await settle();
  const shifts = watchShifts();
  await vi.waitUntil(() => idsIn(host).length === 3, until);
  expect(idsIn(host)).toEqual(["A", "B", "C"]);
  expect(await shifts()).toBe(0);
});

test("where a shorter list would move what is below, the fallback stays", async () => {
  await openShelves({ rank: { value: listOf(["A"]), afterMs: 100 } });
  const host = place(`${shelf()}${FAR}`);
  await settle();
  const shifts = watchShifts();
  await pause(500);
  expect(idsIn(host)).toEqual(["x", "y"]);
  scrollTo(0, document.body.scrollHeight);
  await pause(300);
  expect(idsIn(host)).toEqual(["x", "y"]);
  expect(await shifts()).toBe(0);
});

test("later changes come only out of sight, and the same list again changes nothing", async () => {
  const values = [
    ["A", "B"],
    ["B", "A"],
    ["B", "A"],
  ].map((ids) => listOf(ids));
  const rig = await openShelves({ rank: { values } });
  const host = place(`${shelf()}${FAR}`);
  await vi.waitUntil(() => idsIn(host)[0] === "A", until);
  rig.notify("change");
  await pause(800);
  expect(idsIn(host)).toEqual(["A", "B"]);
  expect(rig.of("rank")).toHaveLength(1);
  scrollTo(0, document.body.scrollHeight);
  await vi.waitUntil(() => idsIn(host)[0] === "B", until);
  const own = host.querySelector("li");
  rig.notify("change");
  await vi.waitUntil(() => rig.of("rank").length === 3, until);
  await pause(100);
  expect(host.querySelector("li")).toBe(own);
});

test("focus inside is never lost: the shelf does not change while the shopper is at it", async () => {
  await openShelves({ rank: { value: listOf(["A", "B"]) } });
  const host = place(`${shelf()}${FAR}`);
  const link = host.querySelector<HTMLElement>("li a")!;
  link.focus();
  await pause(400);
  expect(document.activeElement).toBe(link);
  expect(idsIn(host)).toEqual(["x", "y"]);
});

test("nor while the pointer is inside", async () => {
  await openShelves({ rank: { value: listOf(["A", "B"]), afterMs: 200 } });
  const area = place(`<div style="height: 160px"></div>`).querySelector("div")!;
  await userEvent.hover(area);
  onTestFinished(() => userEvent.unhover(area));
  area.innerHTML = shelf();
  await pause(500);
  expect(shelfIn(area).matches(":hover")).toBe(true);
  expect(idsIn(area)).toEqual(["x", "y"]);
});

test("the template may be a child, and may come later than the element", async () => {
  await openShelves({ rank: { value: listOf(["A", "B"]) } });
  const host = place(`${STYLE}<inkling-shelf>${fallback(["x", "y"])}</inkling-shelf>`);
  await pause(50);
  expect(idsIn(host)).toEqual(["x", "y"]);
  const template = document.createElement("template");
  template.innerHTML = `<li class="card"><b data-field="title"></b></li>`;
  host.querySelector("ul")!.prepend(template);
  await vi.waitUntil(() => idsIn(host)[0] === "A", until);
  expect([...host.querySelectorAll("ul > li")].map(({ textContent }) => textContent)).toEqual([
    "Product A",
    "Product B",
  ]);
  expect(template.parentElement?.tagName).toBe("UL");
});

test("of a template with more than a card the shop is told, once", async () => {
  const warn = vi.spyOn(console, "warn").mockReturnValue();
  onTestFinished(() => warn.mockRestore());
  const rig = await openShelves({ rank: { value: listOf(["A", "B"]) } });
  const odd = `<template id="two"><div class="card"><b data-field="title"></b></div><i data-field="reason"></i></template>`;
  const host = place(`${STYLE}${odd}${FAR}<inkling-shelf template="#two">${fallback(["x", "y"])}</inkling-shelf>`);
  await vi.waitUntil(() => idsIn(host)[0] === "A", until);
  rig.notify("change");
  await vi.waitUntil(() => rig.of("rank").length === 2, until);
  expect(warn).toHaveBeenCalledTimes(1);
  expect(warn.mock.calls[0]?.[0]).toContain("put the others inside it");
});

test("a template that stays away is looked out for once, however often rankings change", async () => {
  const rig = await openShelves({ rank: { value: listOf(["A", "B"]) } });
  const observe = vi.spyOn(MutationObserver.prototype, "observe");
  onTestFinished(() => observe.mockRestore());
  const host = place(`${STYLE}${FAR}<inkling-shelf>${fallback(["x", "y"])}</inkling-shelf>`);
  for (let change = 0; change < 3; change++) {
    await pause(600);
    rig.notify("change");
  }
  await pause(600);
  expect(observe.mock.calls.filter(([target]) => target === document)).toHaveLength(1);
  const template = document.createElement("template");
  template.innerHTML = `<li class="card"><b data-field="title"></b></li>`;
  host.querySelector("ul")!.prepend(template);
  await vi.waitUntil(() => idsIn(host)[0] === "A", until);
  expect(rig.of("rank")).toHaveLength(1);
});

test("the shop has its own touch before a card is shown, and hears of it afterwards", async () => {
  await openShelves({ rank: { value: listOf(["A", "B"]) } });
  const heard: string[] = [];
  const host = place("");
  host.addEventListener("inkling-render", (event) => {
    const { items } = (event as CustomEvent<RankReply>).detail;
    heard.push(items.map(({ id }) => id).join());
  });
  const errors = vi.spyOn(console, "error").mockImplementation(() => {});
  host.innerHTML = shelf();
  shelfIn(host).onRender = ({ id }, element) => {
    element.classList.add(`touched-${id}`);
    if (id === "B") throw new Error("the shop's own mistake");
  };
  await vi.waitUntil(() => heard.length > 0, until);
  expect(heard).toEqual(["A,B"]);
  expect(host.querySelectorAll(".touched-A, .touched-B")).toHaveLength(2);
  expect(errors).toHaveBeenCalledTimes(1);
  errors.mockRestore();
});

test("an empty list leaves the fallback; a shelf with nothing at all goes away where nobody looks", async () => {
  await openShelves({ rank: { value: listOf([]) } });
  const host = place(`${shelf()}${FAR}${shelf("", "<ul></ul>")}`);
  const [own, bare] = host.querySelectorAll<HTMLElement>("inkling-shelf");
  await vi.waitUntil(() => bare!.hidden, until);
  expect(own!.hidden).toBe(false);
  expect(idsIn(own!)).toEqual(["x", "y"]);
});

test("an unknown kind, and an engine that is gone, leave the fallback", async () => {
  const refused = { ...listOf([]), basis: "shop-order", reason: "bad-request", message: "kind must be one we know" };
  const rig = await openShelves({ rank: { value: refused } });
  const host = place(shelf(`kind="best"`));
  await vi.waitUntil(async () => (await rig.inkling.status()).problems.count > 0, until);
  expect(idsIn(host)).toEqual(["x", "y"]);
  rig.inkling.destroy();
  const other = place(shelf());
  await pause(200);
  expect(idsIn(other)).toEqual(["x", "y"]);
});

test("attributes make the request, and a changed one makes another list", async () => {
  const rig = await openShelves({});
  const host =
    place(`${STYLE}${CARD_TEMPLATE}<inkling-shelf data-inkling-shelf="also" kind="similar" about="P, Q" category="Shoes > Running" n="2"
    template="#card">${fallback(["x", "y"])}</inkling-shelf>`);
  await vi.waitUntil(() => rig.of("rank").length === 1, until);
  expect(rig.of("rank")[0]?.request).toEqual({
    kind: "similar",
    about: ["P", "Q"],
    category: "Shoes > Running",
    n: 2,
    slot: "also",
    display: true,
  });
  await vi.waitUntil(() => idsIn(host)[0] === "C", until);
  shelfIn(host).setAttribute("kind", "goes-with");
  shelfIn(host).setAttribute("about", "R");
  await vi.waitUntil(() => rig.of("rank").length === 2, until);
  await pause(100);
  expect(rig.of("rank").map(({ request }) => [request.kind, request.about])).toEqual([
    ["similar", ["P", "Q"]],
    ["goes-with", ["R"]],
  ]);
});

test("a page back from the cache is another view: the list is asked for again and may take its place in view", async () => {
  const rig = await openShelves({ rank: { values: [listOf(["A", "B"]), listOf(["B", "A"])] } });
  const host = place(shelf());
  await vi.waitUntil(() => idsIn(host)[0] === "A", until);
  turnPage("pagehide", true);
  turnPage("pageshow", true);
  await vi.waitUntil(() => idsIn(host)[0] === "B", until);
  expect(rig.of("rank")).toHaveLength(2);
});

test("taken out of the page, a shelf asks for nothing any more", async () => {
  const rig = await openShelves({ rank: { value: listOf(["A", "B"]) } });
  const host = place(`${FAR}${shelf()}`);
  const element = shelfIn(host);
  element.remove();
  await settle();
  rig.notify("change");
  turnPage("pageshow", true);
  await pause(700);
  expect(rig.of("rank")).toEqual([]);
});

test("impressions of a shelf's cards carry its name, slot, request and policy", async () => {
  const rig = await openShelves({ rank: { value: listOf(["A", "B"]) } });
  place(shelf(`id="front"`));
  const events = () => rig.of("append").flatMap(({ events }) => events);
  await vi.waitUntil(() => events().filter(({ kind }) => kind === "impression").length === 2, until);
  const placement = { shelf: "front", request: "list-AB", policy: "rules-1" };
  expect(events()).toMatchObject([
    { kind: "list", items: ["A", "B"], placement },
    { kind: "impression", item: "A", placement: { ...placement, slot: 0 } },
    { kind: "impression", item: "B", placement: { ...placement, slot: 1 } },
  ]);
});
