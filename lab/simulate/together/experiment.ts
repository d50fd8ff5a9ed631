import type { Product } from "../../../compiler/product.ts";
import type { Moment } from "../../../src/core/rank/moment.ts";
import { sharedHead } from "../../../src/core/rank/shared-head.ts";
import { type Gap, pairedGap } from "../../bootstrap.ts";
import type { Arm } from "../arms.ts";
import type { ClickModel } from "../clicks.ts";
import { meanOf } from "../mean.ts";
import { shelf, shelvesOf } from "../shop/explored.ts";
import { discountedMeanOf, likingOf } from "../shop/liking.ts";
import { onTop } from "../shop/on-top.ts";
import { openShop, type Shipped } from "../tuning/shop.ts";
import { type Crowd, type Fleet, fleetOf, livesOf } from "./fleet.ts";
import { taughtBy } from "./rounds.ts";

/** How a list is liked: the mean of its ten, or with the first places counting more. */
export type Measure = "mean" | "discounted";

export interface MeasureFigures {
  /** Of the shipped ranking's lists. */
  readonly preference: number;
  /** Of the taught models' lists less these. */
  readonly gain: Readonly<Record<Arm, Gap>>;
  readonly debiasedOverNaive: Gap;
}

export interface TogetherFigures {
  readonly shipped: Shipped;
  /** Why the shop ships the head it ships. */
  readonly reason: string;
  readonly products: number;
  readonly eta: number;
  readonly seed: number;
  /** Devices that had anything to say. */
  readonly devices: number;
  readonly choices: number;
  /** Shelves of other shoppers that were asked for. */
  readonly visits: number;
  readonly measures: Readonly<Record<Measure, MeasureFigures>>;
}

export interface TogetherOptions {
  readonly shipped: Shipped;
  /** Of the shop's past, of those who teach, and of those who are asked: three crowds. */
  readonly shoppers: number;
  readonly clicks: ClickModel;
  readonly seed: number;
  readonly onProgress: (stage: string, share: number) => void;
}

const MEASURES: Readonly<Record<Measure, (values: readonly number[]) => number>> = {
  mean: meanOf,
  discounted: discountedMeanOf,
};

/** Devices teach linear weights by their choices on shelves; other shoppers say how they like what these rank. */
export async function togetherExperiment(
  products: readonly Product[],
  { shipped, shoppers, clicks, seed, onProgress }: TogetherOptions,
): Promise<TogetherFigures> {
  const opened = await openShop(products, { clicks, seed, shipped, shoppers, onProgress });
  const { shop, pack, reason } = opened;
  const crowd = (apart: number, stage: string): Crowd => ({
    shoppers,
    clicks,
    seed: seed + apart,
    onShare: (share) => onProgress(stage, share),
  });
  const fleet = fleetOf(opened, crowd(1_000_000, "devices that teach"));
  const taught = (arm: Arm) => taughtBy(fleet[arm], (share) => onProgress(`rounds, ${arm}`, share));
  const rankers = { debiased: rankerOf(taught("debiased")), naive: rankerOf(taught("naive")) };
  const answers: Answer[] = [];
  const asked = crowd(2_000_000, "shoppers who are asked");
  for (const life of livesOf(opened, asked)) {
    for (const { at, moment, list, see } of shelvesOf(shop, pack, life, asked)) {
      const liking = likingOf(shop, life, at);
      answers.push({
        shopper: life.shopper.number,
        shipped: liking(list),
        debiased: liking(rankers.debiased(moment)),
        naive: liking(rankers.naive(moment)),
      });
      see();
    }
  }
  return {
    shipped,
    reason,
    products: shop.goods.length,
    eta: clicks.eta,
    seed,
    devices: fleet.naive.length,
    choices: choicesIn(fleet),
    visits: answers.length,
    measures: { mean: figuresOf(answers, "mean", seed), discounted: figuresOf(answers, "discounted", seed) },
  };
}

/** True preference of what three rankings show the same shopper at the same moment. */
interface Answer extends Readonly<Record<Arm | "shipped", readonly number[]>> {
  readonly shopper: number;
}

const choicesIn = ({ naive }: Fleet): number => naive.reduce((sum, { length }) => sum + length, 0);

/** The shipped ranking with a taught model on top. */
function rankerOf(weights: Float32Array): (moment: Moment) => readonly string[] {
  const shared = sharedHead(weights);
  return (moment) => shelf(onTop(moment, { shared }));
}

function figuresOf(answers: readonly Answer[], measure: Measure, seed: number): MeasureFigures {
  const of = MEASURES[measure];
  const gapOf = (after: Arm, before: Arm | "shipped"): Gap =>
    pairedGap(
      Float64Array.from(answers, (answer) => of(answer[after]) - of(answer[before])),
      Uint32Array.from(answers, ({ shopper }) => shopper),
      seed,
    );
  return {
    preference: meanOf(answers.map(({ shipped }) => of(shipped))),
    gain: { debiased: gapOf("debiased", "shipped"), naive: gapOf("naive", "shipped") },
    debiasedOverNaive: gapOf("debiased", "naive"),
  };
}
