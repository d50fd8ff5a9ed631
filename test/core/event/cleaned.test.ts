import { expect, test } from "vitest";
import type { ShopEvent } from "../../../src/core/event/event.ts";
import { cleaned, type Known } from "../../../src/core/event/stored.ts";

const AT = 1_700_000_000_000;
const KNOWN: Known = {
  isKnown: (id) => id === "shoe",
  isSensitive: (id) => id === "tent",
  isNamedSensitive: (path) => path === "tents",
};
const left = (event: Omit<ShopEvent, "v" | "at">) => cleaned({ v: 1, at: AT, ...event }, KNOWN);
const tents = { shelf: "tents", slot: 2, request: "r" };
const grid = { shelf: "grid" };

test("an event with nothing to go is left as it is", () => {
  for (const event of [
    { v: 1, at: AT, kind: "page" },
    { v: 1, at: AT, kind: "view", item: "new", title: "Aurora", category: "Garden" },
    { v: 1, at: AT, kind: "list", items: ["shoe", "shoe"], placement: grid },
  ] as const)
    expect(cleaned(event, KNOWN)).toBe(event);
});

test("a sensitive product, and a list of such alone, leave nothing", () => {
  expect(left({ kind: "click", item: "tent", placement: grid })).toBeUndefined();
  expect(left({ kind: "list", items: ["tent", "tent"], placement: grid })).toBeUndefined();
});

test("each part that is to go goes, whatever else does", () => {
  const told = { title: "Glide", category: "Shoes" };
  const rest = { v: 1, at: AT };
  expect(left({ kind: "view", item: "shoe", ...told })).toEqual({ ...rest, kind: "view", item: "shoe" });
  expect(left({ kind: "click", item: "shoe", ...told, placement: tents })).toEqual({
    ...rest,
    kind: "click",
    item: "shoe",
  });
  expect(left({ kind: "list", items: ["shoe", "tent", "new"], placement: tents })).toEqual({
    ...rest,
    kind: "list",
    items: ["shoe", "new"],
  });
});
