import { expect, test, vi } from "vitest";
import { place } from "./support/markup.ts";
import { CARD_TEMPLATE, fallback, idsIn, listOf, openShelves, STYLE } from "./support/shelves.ts";

// In a file of its own: a document's elements stay as they were connected.
test("where nothing tells what is in view (jsdom), shelves take their list and grids stay whole", async () => {
  Reflect.deleteProperty(globalThis, "IntersectionObserver");
  const errors = vi.fn();
  addEventListener("error", errors);
  await openShelves({ rank: { value: listOf(["A"]) } });
  const shelf = place(`${STYLE}${CARD_TEMPLATE}<inkling-shelf template="#card">${fallback(["x"])}</inkling-shelf>`);
  const grid = place(`<inkling-sort>${fallback(["x", "A"])}</inkling-sort>`);
  await vi.waitUntil(() => idsIn(shelf)[0] === "A", { timeout: 30_000 });
  expect(idsIn(grid).toSorted()).toEqual(["A", "x"]);
  expect(errors).not.toHaveBeenCalled();
});
