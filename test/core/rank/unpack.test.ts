import { expect, test } from "vitest";
import { NODE_TEXT } from "../../../compiler/platform.ts";
import { aliasSteps } from "../../../src/core/catalogue/aliases.ts";
import { displaySteps } from "../../../src/core/catalogue/display.ts";
import { encodeLive, liveSteps } from "../../../src/core/catalogue/live.ts";
import { rankingSteps } from "../../../src/core/catalogue/ranking.ts";
import { prepareSteps } from "../../../src/core/rank/prepared.ts";
import { unpack } from "../../../src/core/rank/unpack.ts";
import type { Steps } from "../../../src/core/steps.ts";
import { ALIASES, CHANNELS, DISPLAY, PRODUCTS, RANKING, ROWS, SHOWN } from "./many.ts";

/** Rests of one pass over all products. */
const PASS = Math.floor(PRODUCTS / 256);

function worked<T>(steps: Steps<T>): { readonly value: T; readonly rests: number } {
  for (let rests = 0; ; rests++) {
    const { done, value } = steps.next();
    if (done === true) return { value, rests };
  }
}

test("a catalogue rests within every pass over its products, and comes to what it is", () => {
  const ranking = worked(rankingSteps(RANKING, NODE_TEXT));
  // Categories, brands, places; of each channel how many edges, and which.
  expect(ranking.rests).toBeGreaterThanOrEqual((3 + 2 * CHANNELS.length) * PASS);
  const aliases = worked(aliasSteps(ALIASES, NODE_TEXT, PRODUCTS));
  // How long ids are, how many aliases, these, and the ids themselves.
  expect(aliases.rests).toBeGreaterThanOrEqual(4 * PASS);
  const display = worked(displaySteps(DISPLAY, NODE_TEXT, aliases.value.ids));
  // How long titles are, the patterns of two addresses, prices.
  expect(display.rests).toBeGreaterThanOrEqual(4 * PASS);
  const prices = SHOWN.map(({ price }, row) => ({ price: price + row, inStock: true }));
  const live = worked(liveSteps(encodeLive(prices, "", display.value, NODE_TEXT), display.value, NODE_TEXT));
  expect(live.rests).toBeGreaterThanOrEqual(PASS);
  const prepared = worked(prepareSteps(ranking.value, aliases.value));
  // Of each channel its strongest edges twice, and twice all of them to turn it round; and popularity.
  expect(prepared.rests).toBeGreaterThanOrEqual((4 * CHANNELS.length + 1) * PASS);

  const last = PRODUCTS - 1;
  expect(aliases.value.resolve(`sku-p-${last}`)).toBe(last);
  expect(display.value.titles.at(last)).toBe(`Shoe p-${last}`);
  expect(display.value.at(last)).toEqual(SHOWN[last]);
  expect(live.value.price(last)).toBe(12 + last);
  const [text] = prepared.value.channels;
  expect(text?.backward.targets).toEqual(Uint32Array.from(ROWS, (row) => (row + last) % PRODUCTS));
  expect([prepared.value.hasHistory, [...prepared.value.popularFrom]]).toEqual([true, [3]]);
});

test("where what was learned is of another release, the catalogue is unpacked without", () => {
  const asked: number[] = [];
  const { value } = worked(
    unpack(RANKING, ALIASES, NODE_TEXT, (products) => {
      asked.push(products);
      throw new RangeError("of another release");
    }),
  );
  expect([asked, value.learned]).toEqual([[PRODUCTS], undefined]);
});
