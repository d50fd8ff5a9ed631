import fc from "fast-check";
import { XMLValidator } from "fast-xml-parser";
import { expect, test } from "vitest";
import { initials, pictureAddress, placeholderAddress, readPictureName } from "../../demo/pictures/address.ts";
import { COLOURS, colourFor } from "../../demo/pictures/colours.ts";
import { DRAWINGS } from "../../demo/pictures/drawings/all.ts";
import { icon } from "../../demo/pictures/icons.ts";
import { fromHex, toHex } from "../../demo/pictures/oklch.ts";
import { picture } from "../../demo/pictures/picture.ts";
import { openPictures } from "../../demo/pictures/pictures.ts";
import { placeholder } from "../../demo/pictures/placeholder.ts";
import { tintOf } from "../../demo/pictures/tints.ts";

const word = fc.stringMatching(/^[a-z0-9-]{1,40}$/);

test("a picture's address can be read again", () => {
  const key = fc.record({
    icon: word,
    label: word,
    colour: fc.stringMatching(/^[a-z]{2,12}$/),
    pose: fc.integer({ min: 0, max: 11 }),
  });
  fc.assert(
    fc.property(key, (one) => {
      expect(readPictureName(pictureAddress(one).replace("/img/", ""))).toEqual(one);
    }),
  );
});

test.each(Object.keys(DRAWINGS))("the drawing %s is well-formed and takes any colour", (name) => {
  const red = picture({ icon: name, colour: "tomato", pose: 1 }) ?? "";
  expect(XMLValidator.validate(red)).toBe(true);
  expect(red).not.toMatch(/#00a6ed|#0074ba|#6bc8f5/i);
});

test("fills that take a colour are in the icon, so that none is tinted in vain", () => {
  for (const name of ["running-shoe", "tent", "headphone", "kitchen-knife", "backpack", "t-shirt", "teapot"]) {
    const body = icon(name)?.body ?? "";
    const fills = tintOf(name, false);
    expect(fills.length, name).toBeGreaterThan(0);
    for (const fill of fills) expect(body, `${name} ${fill}`).toContain(fill);
  }
});

test("two colours of one shoe are two pictures", () => {
  const shoe = { icon: "running-shoe", pose: 0 };
  expect(picture({ ...shoe, colour: "coral" })).not.toBe(picture({ ...shoe, colour: "sky" }));
});

test.each(["toString", "__proto__", "no-such-thing"])("no icon, label or colour %s: no picture", (name) => {
  expect(picture({ icon: name, colour: "sky", pose: 0 })).toBeUndefined();
  expect(picture({ icon: "pouch", label: name, colour: "sky", pose: 0 })).toBeUndefined();
  expect(picture({ icon: "pouch", colour: name, pose: 0 })).toBeUndefined();
});

test.each([
  ["Trail Runner 2", "TR"],
  ["élan", "É"],
  ["  ", ""],
  ["鞋子", "鞋"],
  ["<script>", "S"],
])("the initials of %s are %s", (title, letters) => {
  expect(initials(title)).toBe(letters);
});

test("a placeholder is well-formed whatever the title", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (title) => {
      const svg = placeholder(initials(title));
      expect(XMLValidator.validate(svg)).toBe(true);
    }),
  );
  expect(placeholder("<&")).not.toMatch(/<text[^>]*><&/);
});

test("placeholder addresses are served, everything else under /img/ is not", () => {
  const pictures = openPictures();
  for (const title of ["Trail Runner 2", "", "鞋子", "a/b"]) {
    expect(pictures(decodeURIComponent(placeholderAddress(title)).replace("/img/", ""))?.type).toBe("image/svg+xml");
  }
  for (const name of [
    "",
    "x.svg",
    "initials/ABCDE.svg",
    "initials/../../x.svg",
    "../package.json",
    `${"a".repeat(500)}.sky.0.svg`,
  ]) {
    expect(pictures(name), name).toBeUndefined();
  }
});

test("colours survive the way to OKLCH and back", () => {
  for (const hex of Object.values(COLOURS)) expect(toHex(fromHex(hex))).toBe(hex);
  expect(fromHex("#fff")).toMatchObject({ lightness: expect.closeTo(1, 3), chroma: expect.closeTo(0, 3) });
  expect(fromHex("#00f").hue).toBeCloseTo((264.05 / 180) * Math.PI - 2 * Math.PI, 2);
});

test("a text always gets the same colour", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(COLOURS[colourFor(text)]).toMatch(/^#[0-9a-f]{6}$/);
    }),
  );
  expect(colourFor("TR")).toBe(colourFor("TR"));
});
