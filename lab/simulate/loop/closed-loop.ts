import type { Product } from "../../../compiler/product.ts";
import type { Gap } from "../../bootstrap.ts";
import { dayOf, SEASON_DAYS, timeOf, WARM_UP_DAYS } from "../calendar.ts";
import type { ClickModel } from "../clicks.ts";
import { meanOf } from "../mean.ts";
import type { Learner } from "../shop/device.ts";
import { historyOf, type WeightOf } from "../shop/history.ts";
import { packOf } from "../shop/pack.ts";
import { inversePropensity } from "../shop/propensity.ts";
import { deviceShelf, onSale, rankers, run, type Season, settledSeason, shopPicks } from "../shop/season.ts";
import { trueShop } from "../truth/goods.ts";
import { coverage, gini, type Panel, panelOf } from "./panel.ts";
import { panelGap, preferenceGap, trend } from "./panel-gap.ts";

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
  readonly attained: number;
}

export interface ArmFigures {
  /** Before the first round, and after each. */
  readonly rounds: readonly RoundFigures[];
  /** The last panel less the first, as a share of the first. */
  readonly coverageChange: Gap;
  /** The last less the first. */
  readonly giniChange: Gap;
  /** From the first to the last by the line through all: what a shopper needs on one day moves a single panel much. */
  readonly preferenceChange: Gap;
  /** The same of preference as a share of what the shop could have shown. */
  readonly attainedChange: Gap;
}

export interface ClosedLoop {
  readonly shoppers: number;
  readonly products: number;
  readonly eta: number;
  readonly seed: number;
  readonly arms: Readonly<Record<Arm, ArmFigures>>;
  /** Weighted less naive: coverage and Gini of the last panels, preference over all rounds. */
  readonly weightedOverNaive: Comparison;
  /** What the loop itself does: weighted less a shop that learns nothing from its shelves. */
  readonly weightedOverWithout: Comparison;
}

export interface Comparison {
  readonly coverage10: Gap;
  readonly gini: Gap;
  readonly preference: Gap;
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
    weightedOverNaive: comparison(panels.naive, panels.weighted, seed),
    weightedOverWithout: comparison(panels.without, panels.weighted, seed),
  };
}

function comparison(one: readonly Round[], other: readonly Round[], seed: number): Comparison {
  const [before, after] = [one.at(-1)!.panel, other.at(-1)!.panel];
  return {
    coverage10: panelGap(before, after, coverage, seed),
    gini: panelGap(before, after, gini, seed),
    preference: preferenceGap(one.map(panel), other.map(panel), seed),
  };
}

const panel = (round: Round): Panel => round.panel;

interface Round {
  readonly day: number;
  readonly panel: Panel;
}

function panelsOf(products: readonly Product[], arm: Arm, options: LoopOptions): Round[] {
  const { learner, shoppers, clicks, seed, rounds, onProgress } = options;
  const shop = trueShop(products, SEASON_DAYS, seed);
  const season = settledSeason(shop, shoppers, clicks, seed);
  run(season, shopPicks(shop), timeOf(-WARM_UP_DAYS), timeOf(0));
  const found: Round[] = [];
  for (let round = 0; ; round++) {
    const from = timeOf((round * SEASON_DAYS) / rounds);
    const pack = packOf(open(season, from), historyOf(season.lives, ARMS[arm](season)));
    found.push({ day: dayOf(from), panel: panelOf(season, rankers(learner, pack), from) });
    onProgress(`closed loop, ${arm}`, round / rounds);
    if (round === rounds) return found;
    run(season, deviceShelf(learner, pack), from, timeOf(((round + 1) * SEASON_DAYS) / rounds));
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
      preference: meanOf(panel.preference),
      attained: meanOf(panel.attained),
    })),
    coverageChange: { gain: change.gain / covered, low: change.low / covered, high: change.high / covered },
    giniChange: panelGap(first, last, gini, seed),
    preferenceChange: trend(rounds.map(panel), "preference", seed),
    attainedChange: trend(rounds.map(panel), "attained", seed),
  };
}
