import { modelOf } from "../../../compiler/model.ts";
import type { Product } from "../../../compiler/product.ts";
import { learn } from "../../../compiler/train/learn.ts";
import type { Prepared } from "../../../src/core/rank/prepared.ts";
import { seededRandom } from "../../random.ts";
import { systemOf } from "../../system.ts";
import { SEASON_DAYS, timeOf, WARM_UP_DAYS } from "../calendar.ts";
import type { ClickModel } from "../clicks.ts";
import { historyOf } from "../shop/history.ts";
import { inversePropensity } from "../shop/propensity.ts";
import { onSale, openSeason, run, shopPicks } from "../shop/season.ts";
import { type TrueShop, trueShop } from "../truth/goods.ts";

/** Which head the shop ships: none, so that devices begin from zero, or one that its own history trained. */
export type Shipped = "zero" | "trained";

export interface ShopOptions {
  readonly clicks: ClickModel;
  readonly seed: number;
  readonly shipped: Shipped;
  /** Of the shop's past. */
  readonly shoppers: number;
  readonly onProgress: (stage: string, share: number) => void;
}

export interface Opened {
  readonly shop: TrueShop;
  readonly pack: Prepared;
  /** Why the shop ships the head it ships. */
  readonly reason: string;
}

const NEIGHBOURS = 16;
/** Between two events, where a history has no times; it has here. */
const STEP_MS = 60_000;

/** A shop on day 0, built from four weeks of other shoppers: nobody whose device will train is in its history. */
export function openShop(products: readonly Product[], options: ShopOptions): Opened {
  const { clicks, seed, shipped, shoppers, onProgress } = options;
  const shop = trueShop(products, SEASON_DAYS, seed);
  const past = openSeason(shop, shoppers, clicks, seed);
  run(past, shopPicks(shop), timeOf(-WARM_UP_DAYS), timeOf(0));
  const open = new Set(onSale(shop, 0));
  const build = { neighbours: NEIGHBOURS, minShoppers: 1, onProgress };
  const history = historyOf(past.lives, inversePropensity(past.lives, clicks));
  const model = modelOf(
    products.filter(({ id }) => open.has(id)),
    history,
    build,
  );
  const random = seededRandom(seed);
  const learning =
    shipped === "zero" ? undefined : learn(model, { ...build, stepMs: STEP_MS, random: () => random.next() });
  const { prepared } = systemOf(model, NEIGHBOURS, learning?.learned);
  return { shop, pack: prepared, reason: learning?.reason ?? "the shop trains nothing" };
}
