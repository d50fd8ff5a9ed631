import { expect, test } from "vitest";
import { finish, type Steps } from "../../../src/core/steps.ts";
import { Desk } from "../../../workers/serve/desk.ts";
import { product, type Shop, shopOf } from "./shop.ts";

const PRODUCTS = 230;
const shop = shopOf(Array.from({ length: PRODUCTS }, (_, row) => product(`p${row}`, `Lamp number${row}`)));

/** The shop, and the rows whose titles were read of it. */
function watched(): Pick<Shop, "prepared" | "display"> & { readonly reads: number[] } {
  const { prepared, display } = shop;
  const reads: number[] = [];
  const { length } = display.titles;
  const at = (row: number) => {
    reads.push(row);
    return display.titles.at(row);
  };
  return { prepared, display: { ...display, titles: { length, at } }, reads };
}

function restsOf(steps: Steps<unknown>): number {
  let rests = 0;
  while (!steps.next().done) rests++;
  return rests;
}

test("requests that take turns read the titles once between them, and lose nothing that one of them has found", () => {
  const desk = new Desk();
  const shown = watched();
  const search = desk.queryIndex(shown);
  for (let step = 0; step < 2; step++) search.next();
  expect(finish(desk.alike(shown, "Lamp number7"))).toBe("p7");
  finish(search);
  expect(shown.reads).toHaveLength(PRODUCTS);
  expect(restsOf(desk.alike(shown, "Lamp number7"))).toBe(0);
});

test("of titles only the latest hundreds are kept with what they are like: a page may tell any number", () => {
  const desk = new Desk();
  const shown = watched();
  const rests = (title: number): number => restsOf(desk.alike(shown, `Lamp number${title}`));
  for (let title = 0; title < 200; title++) rests(title);
  expect(rests(0)).toBe(0);
  for (let title = 200; title < 1_000; title++) rests(title);
  expect(rests(999)).toBe(0);
  expect(rests(0)).toBeGreaterThan(0);
  expect(shown.reads).toHaveLength(PRODUCTS);
});
