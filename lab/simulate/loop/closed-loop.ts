import type { Product } from "../../../compiler/product.ts";
import type { Gap } from "../../bootstrap.ts";
import { dayOf, SEASON_DAYS, timeOf, WARM_UP_DAYS } from "../calendar.ts";
import type { ClickModel } from "../clicks.ts";
import type { Learner } from "../shop/device.ts";
import { historyOf, type WeightOf } from "../shop/history.ts";
import { packOf } from "../shop/pack.ts";
import { inversePropensity } from "../shop/propensity.ts";
import { deviceShelf, onSale, openSeason, run, type Season, shopPicks } from "../shop/season.ts";
import { trueShop } from "../truth/goods.ts";
import { coverage, gini, type Panel, panelOf } from "./panel.ts";
import { panelGap, preferenceGap } from "./panel-gap.ts";

export const ROUNDS = 20;

/** What the nightly build makes of events that began on the shop's own shelves. */
export type Arm = "naive" | "weighted" | "without";

const ARMS: Readonly<Record<Arm, (season: Season) => WeightOf>> = {
  naive: () => () => 1,
  weighted: ({ lives, clicks }) => inversePropensity(lives, clicks),
  without:
    () =>
    ({ placement }) =>
      placement === undefined ? 1 : 0,
};

export interface RoundFigures {
  readonly day: number;
  readonly coverage10: number;
  readonly gini: number;
  readonly preference: number;
}

export interface ArmFigures {
  /** Before the first round, and after each. */
  readonly rounds: readonly RoundFigures[];
  /** The last panel less the first. Coverage as a share of the first. */
  readonly coverageChange: Gap;
  readonly giniChange: Gap;
  readonly preferenceChange: Gap;
}

export interface ClosedLoop {
  readonly shoppers: number;
  readonly products: number;
  readonly eta: number;
  readonly seed: number;
  readonly arms: Readonly<Record<Arm, ArmFigures>>;
  /** The last panels: weighted less naive. */
  readonly weightedOverNaive: { readonly coverage10: Gap; readonly gini: Gap; readonly preference: Gap };
}

export interface LoopOptions {
  readonly learner: Learner;
  readonly shoppers: number;
  readonly clicks: ClickModel;
  readonly seed: number;
  readonly rounds: number;
  readonly onProgress: (stage: string, share: number) => void;
}

/**
 * Rank, click, rebuild: does a shop that learns from the clicks on its own shelves narrow down? The same shoppers go through the
 * same season in three shops whose nightly builds differ.
 */
export function closedLoop(products: readonly Product[], options: LoopOptions): ClosedLoop {
  const { seed, shoppers, clicks } = options;
  const panels = {
    naive: panelsOf(products, "naive", options),
    weighted: panelsOf(products, "weighted", options),
    without: panelsOf(products, "without", options),
  };
  const [naive, weighted] = [panels.naive.at(-1)!.panel, panels.weighted.at(-1)!.panel];
  return {
    shoppers,
    products: products.length,
    eta: clicks.eta,
    seed,
    arms: {
      naive: armFigures(panels.naive, seed),
      weighted: armFigures(panels.weighted, seed),
      without: armFigures(panels.without, seed),
    },
    weightedOverNaive: {
      coverage10: panelGap(naive, weighted, coverage, seed),
      gini: panelGap(naive, weighted, gini, seed),
      preference: preferenceGap(naive, weighted, seed),
    },
  };
}

interface Round {
  readonly day: number;
  readonly panel: Panel;
}

function panelsOf(products: readonly Product[], arm: Arm, options: LoopOptions): Round[] {
  const { learner, shoppers, clicks, seed, rounds, onProgress } = options;
  const shop = trueShop(products, SEASON_DAYS, seed);
  const season = openSeason(shop, shoppers, clicks, seed);
  run(season, shopPicks(shop), timeOf(-WARM_UP_DAYS), timeOf(0));
  const found: Round[] = [];
  for (let round = 0; ; round++) {
    const from = timeOf((round * SEASON_DAYS) / rounds);
    const ranker = learner.ranker(packOf(open(season, from), historyOf(season.lives, ARMS[arm](season))));
    found.push({ day: dayOf(from), panel: panelOf(season, ranker, from) });
    onProgress(`closed loop, ${arm}`, round / rounds);
    if (round === rounds) return found;
    run(season, deviceShelf(learner.policy, ranker), from, timeOf(((round + 1) * SEASON_DAYS) / rounds));
  }
}

function open({ shop }: Season, at: number): Product[] {
  const ids = new Set(onSale(shop, dayOf(at)));
  return shop.goods.flatMap(({ product }) => (ids.has(product.id) ? [product] : []));
}

function armFigures(rounds: readonly Round[], seed: number): ArmFigures {
  const [first, last] = [rounds[0]!.panel, rounds.at(-1)!.panel];
  const covered = coverage(first);
  const change = panelGap(first, last, coverage, seed);
  return {
    rounds: rounds.map(({ day, panel }) => ({
      day,
      coverage10: coverage(panel),
      gini: gini(panel),
      preference: panel.preference.reduce((sum, value) => sum + value, 0) / panel.preference.length,
    })),
    coverageChange: { gain: change.gain / covered, low: change.low / covered, high: change.high / covered },
    giniChange: panelGap(first, last, gini, seed),
    preferenceChange: preferenceGap(first, last, seed),
  };
}
