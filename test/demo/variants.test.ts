import { expect, test } from "vitest";
import { variantLabels } from "../../demo/shop/variants.ts";
import { bare } from "./product.ts";

const variant = (id: string) => ({ id, aliases: [], price: undefined, inStock: true });

test("a single variant needs no label", () => {
  expect(variantLabels(bare("A"))).toEqual([""]);
});

test("the attribute that has one value a variant names them", () => {
  const variants = ["A-1", "A-2"].map(variant);
  const attributes = [
    { name: "color", value: "Red" },
    { name: "size", value: "250 g" },
    { name: "size", value: "1 kg" },
  ];
  expect(variantLabels(bare("A", { variants, attributes }))).toEqual(["250 g", "1 kg"]);
});

test("otherwise what tells the ids apart", () => {
  const variants = ["SHOE-red-40", "SHOE-blue_41", "other", "SHOE"].map(variant);
  expect(variantLabels(bare("SHOE", { variants }))).toEqual(["red 40", "blue 41", "other", "SHOE"]);
});
