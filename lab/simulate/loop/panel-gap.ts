import { type Gap, pairedGap, percentile } from "../../bootstrap.ts";
import { streamOf } from "../draw.ts";
import type { Panel } from "./panel.ts";

const RESAMPLES = 400;

/** How much more the shoppers of `after` like what they are shown than the same shoppers do in `before`, over all rounds. */
export function preferenceGap(before: readonly Panel[], after: readonly Panel[], seed: number): Gap {
  const rounds = before.length;
  return overShoppers(before[0]!, seed, (shopper) =>
    before.reduce(
      (sum, { preference }, k) => sum + (after[k]!.preference[shopper]! - preference[shopper]!) / rounds,
      0,
    ),
  );
}

/** How much a figure of the same shoppers changes from the first panel to the last: along the least-squares line through all. */
export function trend(panels: readonly Panel[], figure: "preference" | "attained", seed: number): Gap {
  const last = panels.length - 1;
  const spread = panels.reduce((sum, _, k) => sum + (k - last / 2) ** 2, 0);
  return overShoppers(panels[0]!, seed, (shopper) =>
    panels.reduce((sum, panel, k) => sum + (last * (k - last / 2) * panel[figure][shopper]!) / spread, 0),
  );
}

function overShoppers({ lists }: Panel, seed: number, figureOf: (shopper: number) => number): Gap {
  const shoppers = Uint32Array.from(lists.keys());
  return pairedGap(Float64Array.from(shoppers, figureOf), shoppers, seed);
}

/**
 * How much a figure of all lists together, such as coverage, differs between panels: both are drawn anew from the same shoppers. A resample holds fewer
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
