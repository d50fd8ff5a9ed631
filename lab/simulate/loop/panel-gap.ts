import { type Gap, pairedGap, percentile } from "../../bootstrap.ts";
import { streamOf } from "../draw.ts";
import type { Panel } from "./panel.ts";

const RESAMPLES = 400;

/** How much more the shoppers of `after` like what they are shown than the same shoppers do in `before`. */
export function preferenceGap(before: Panel, after: Panel, seed: number): Gap {
  const shoppers = Uint32Array.from(before.lists.keys());
  return pairedGap(
    after.preference.map((value, index) => value - before.preference[index]!),
    shoppers,
    seed,
  );
}

/**
 * The same for a figure of all lists together, such as coverage: both panels are drawn anew from the same shoppers. A resample holds fewer
 * distinct shoppers and so covers less, in both panels; the bootstrap distribution is therefore put around the measured
 * difference (basic shift, Efron and Tibshirani, 1993, chapter 10).
 */
export function panelGap(before: Panel, after: Panel, figure: (panel: Panel) => number, seed: number): Gap {
  const random = streamOf(seed, 7);
  const shoppers = before.lists.length;
  const gain = figure(after) - figure(before);
  const drawn = Float64Array.from({ length: RESAMPLES }, () => {
    const chosen = Array.from({ length: shoppers }, () => random.below(shoppers));
    const of = (panel: Panel): number => figure({ ...panel, lists: chosen.map((shopper) => panel.lists[shopper]!) });
    return of(after) - of(before);
  }).sort();
  const shift = gain - drawn.reduce((sum, one) => sum + one, 0) / RESAMPLES;
  return { gain, low: percentile(drawn, 0.025) + shift, high: percentile(drawn, 0.975) + shift };
}
