import type { Product } from "../../../compiler/product.ts";
import type { Trained } from "../../../workers/model/tune.ts";
import { type Gap, pairedGap } from "../../bootstrap.ts";
import type { Arm } from "../arms.ts";
import type { ClickModel } from "../clicks.ts";
import { grouped } from "../grouped.ts";
import { type TuningCase, tuningCases } from "./cases.ts";
import { type Opened, openShop, type Shipped } from "./shop.ts";

/** Devices that trained after so many clicks. */
export interface MilestoneFigures {
  readonly clicks: number;
  readonly devices: number;
  /** True preference of what the shipped ranking shows. */
  readonly preference: number;
  readonly arms: Readonly<Record<Arm, ArmFigures>>;
  /** By how much more shoppers like what the debiased training shows than what the naive shows. */
  readonly debiasedOverNaive: Gap;
}

export interface ArmFigures {
  /** By how much more shoppers like what the trained ranking shows than what the shipped shows; reverted ones are the shipped. */
  readonly gain: Gap;
  /** Shares of the devices. */
  readonly accepted: number;
  readonly reverted: number;
  /** Whose list is liked less, or more, by over a fiftieth. */
  readonly worse: number;
  readonly better: number;
}

export interface TuningFigures {
  readonly shipped: Shipped;
  readonly reason: string;
  readonly products: number;
  readonly eta: number;
  readonly seed: number;
  readonly milestones: readonly MilestoneFigures[];
}

export interface TuningOptions {
  readonly shipped: Shipped;
  /** As many devices, and as many shoppers of the shop's past. */
  readonly shoppers: number;
  readonly clicks: ClickModel;
  readonly seed: number;
  readonly milestones: readonly number[];
  readonly onProgress: (stage: string, share: number) => void;
}

export const MILESTONES: readonly number[] = [20, 50];
/** A change of preference by less than this share is none. */
const NOTICEABLE = 0.02;

/** What training on the device does to the lists of shoppers whose true preference is known. */
export async function tuningExperiment(products: readonly Product[], options: TuningOptions): Promise<TuningFigures> {
  const opened = await openShop(products, options);
  return tuningFigures(opened, await tuningCases(opened, { ...options, devices: options.shoppers }), options);
}

export function tuningFigures(
  { shop, reason }: Opened,
  cases: readonly TuningCase[],
  { shipped, clicks, seed }: Pick<TuningOptions, "shipped" | "clicks" | "seed">,
): TuningFigures {
  const byClicks = [...grouped(cases, (one) => one.clicks)].sort(([a], [b]) => a - b);
  return {
    shipped,
    reason,
    products: shop.goods.length,
    eta: clicks.eta,
    seed,
    milestones: byClicks.map(([made, of]) => milestoneFigures(made, of, seed)),
  };
}

function milestoneFigures(clicks: number, cases: readonly TuningCase[], seed: number): MilestoneFigures {
  return {
    clicks,
    devices: cases.length,
    preference: cases.reduce((sum, { shipped }) => sum + shipped, 0) / cases.length,
    arms: { debiased: armFigures(cases, "debiased", seed), naive: armFigures(cases, "naive", seed) },
    debiasedOverNaive: gapOf(cases, seed, ({ arms }) => arms.debiased.preference - arms.naive.preference),
  };
}

function armFigures(cases: readonly TuningCase[], arm: Arm, seed: number): ArmFigures {
  const share = (is: (one: TuningCase) => boolean): number => cases.filter(is).length / cases.length;
  const came = (outcome: Trained["outcome"]): number => share(({ arms }) => arms[arm].trained.outcome === outcome);
  const change = ({ arms, shipped }: TuningCase): number => arms[arm].preference / shipped - 1;
  return {
    gain: gapOf(cases, seed, ({ arms, shipped }) => arms[arm].preference - shipped),
    accepted: came("accepted"),
    reverted: came("reverted"),
    worse: share((one) => change(one) < -NOTICEABLE),
    better: share((one) => change(one) > NOTICEABLE),
  };
}

const gapOf = (cases: readonly TuningCase[], seed: number, of: (one: TuningCase) => number): Gap =>
  pairedGap(
    Float64Array.from(cases, of),
    Uint32Array.from(cases, ({ shopper }) => shopper),
    seed,
  );
