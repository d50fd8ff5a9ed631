import { expect, test } from "vitest";
import { searchOf, wordsOf } from "../../demo/shop/search.ts";
import { bare } from "./product.ts";

const shoe = bare("1", {
  title: "Fleet Road Running Shoes",
  brand: "Swiftmoor",
  category: ["Running", "Running Shoes"],
});
const sock = bare("2", {
  title: "Ankle Socks",
  brand: "Swiftmoor",
  description: "Goes with running shoes.",
  category: ["Running"],
});
const cafe = bare("3", { title: "Bourrée Café Cup", category: ["Kitchen"] });
const { find } = searchOf([shoe, sock, cafe]);

const ids = (query: string): string[] => find(query).products.map(({ id }) => id);

test("words are found without accents, capitals and plurals", () => {
  expect(wordsOf("Bourrée's SHOES 鞋")).toEqual(["bourree", "shoe", "鞋"]);
  expect(ids("bourree cafe")).toEqual(["3"]);
  expect(ids("SHOE")).toEqual(["1", "2"]);
});

test("a title counts for more than a description, and the last word may be a beginning", () => {
  expect(ids("running shoes")).toEqual(["1", "2"]);
  expect(ids("swiftm")).toEqual(["1", "2"]);
  expect(ids("ankl")).toEqual(["2"]);
});

test("when nothing holds every word, what holds some is given and said to", () => {
  expect(find("swiftmoor cup")).toMatchObject({ every: false });
  expect(ids("swiftmoor cup")).toHaveLength(3);
  expect(find("fleet shoes")).toMatchObject({ every: true });
  expect(find("zzz")).toEqual({ products: [], every: false });
  expect(find("")).toEqual({ products: [], every: false });
});

test("names of object properties are only words", () => {
  for (const query of ["constructor", "__proto__ toString", "hasOwnProperty"]) expect(ids(query)).toEqual([]);
});
