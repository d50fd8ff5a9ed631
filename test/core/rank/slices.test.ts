import { expect, test } from "vitest";
import { NODE_TEXT } from "../../../compiler/platform.ts";
import type { RankRequest, Steering } from "../../../src/core/bridge/protocol.ts";
import { decodeDisplay } from "../../../src/core/catalogue/display.ts";
import { EMPTY_COMPACTED } from "../../../src/core/event/compact.ts";
import { additive, momentOf } from "../../../src/core/rank/moment.ts";
import { queryIndexOf } from "../../../src/core/rank/query.ts";
import { rankSteps } from "../../../src/core/rank/rank.ts";
import { scoreSteps } from "../../../src/core/rank/score.ts";
import { shopperOf } from "../../../src/core/rank/shopper.ts";
import { steered } from "../../../src/core/rank/steer.ts";
import { unpack } from "../../../src/core/rank/unpack.ts";
import { finish, type Steps } from "../../../src/core/steps.ts";
import { ALIASES, BRANDS, CHANNELS, DISPLAY, IDS, PRODUCTS, RANKING } from "./many.ts";
import { did, MINUTE, NOW } from "./shop.ts";

/** Products that one step may look at. */
const STRETCH = 1_024;

const prepared = finish(unpack(RANKING, ALIASES, NODE_TEXT, () => undefined));
const display = decodeDisplay(DISPLAY, NODE_TEXT, prepared.aliases.ids);

/** The most that is counted in one step, and what the steps come to. */
function stepped<T>(steps: Steps<T>, count: () => number): { readonly most: number; readonly value: T } {
  for (let most = 0, before = count(); ; before = count()) {
    const { done, value } = steps.next();
    most = Math.max(most, count() - before);
    if (done === true) return { most, value };
  }
}

const looks = [3, 2, 1].map((k) => did("view", `p-${k}`, k * MINUTE));

test.each<[string, RankRequest]>([
  ["for you", {}],
  ["after a search", { query: "shoe" }],
  ["of what is popular", { kind: "popular" }],
  ["like a product", { kind: "similar", about: ["p-9"] }],
  ["that goes with it", { kind: "goes-with", about: ["p-9"] }],
  ["of the page's own", { ids: IDS.slice(0, 600) }],
])("no step of a list %s looks at more than a stretch of products, nor describes more than one", (_, request) => {
  let asked = 0;
  let described = 0;
  const stock = { inStock: () => ++asked > 0 };
  const shopper = shopperOf(prepared.aliases.resolve, looks, EMPTY_COMPACTED, NOW);
  const made = momentOf(prepared, shopper, { display, live: undefined, stock }, NOW, additive);
  const partsOf = (item: number) => {
    described++;
    return made.scores.partsOf(item);
  };
  const moment = { ...made, scores: { ...made.scores, partsOf } };
  const list = () => rankSteps(moment, request, queryIndexOf(prepared, display), { share: 0, random: () => 0 });
  expect(finish(list()).items.length).toBeGreaterThan(0);
  expect(stepped(list(), () => asked).most).toBeLessThanOrEqual(STRETCH);
  expect(stepped(list(), () => described).most).toBeLessThanOrEqual(1);
});

test("scores are added up by stretches", () => {
  const interest = { sources: [], sessionTouches: 0, query: new Float64Array(), now: NOW };
  const rests = [...scoreSteps(prepared, interest, new Map())].length;
  expect(rests).toBeGreaterThanOrEqual(CHANNELS.length + Math.ceil(PRODUCTS / STRETCH));
});

test("a wish about a brand reads each brand's name once, a stretch in a step, and moves as many products in one", () => {
  let read = 0;
  const at = (brand: number): string => {
    read++;
    return prepared.ranking.brands.at(brand);
  };
  const watched = { ...prepared, ranking: { ...prepared.ranking, brands: { length: BRANDS, at } } };
  const wishes: readonly Steering[] = [{ wish: "never", about: "brand", name: "Brand 7" }];
  const { most, value } = stepped(steered(watched, additive, wishes), () => read);
  expect([most, read]).toEqual([STRETCH, BRANDS]);
  const refused = IDS.filter((_, item) => value.refused(item) !== undefined);
  expect(refused).toEqual(["p-7", `p-${7 + BRANDS}`]);
});
