import { table } from "../../report.ts";
import { shareOf } from "../share.ts";
import type { Measure, MeasureFigures, TogetherFigures } from "./experiment.ts";

const WORDS: Readonly<Record<Measure, string>> = { mean: "mean of the ten", discounted: "first places count more" };

export function togetherSection({
  shipped,
  reason,
  products,
  eta,
  devices,
  choices,
  visits,
  measures,
}: TogetherFigures): string {
  const title = `Training together: ${shipped} head (${reason}), ${choices} choices of ${devices} devices, ${visits} visits of others, ${products} products, position bias ${eta}`;
  const head = ["true preference", "by inverse propensity", "each alike", "the one over the other"];
  const row = ([measure, { preference, gain, debiasedOverNaive }]: [Measure, MeasureFigures]): string[] => [
    WORDS[measure],
    ...[gain.debiased, gain.naive, debiasedOverNaive].map((gap) => shareOf(gap, preference)),
  ];
  return table([head, row(["mean", measures.mean]), row(["discounted", measures.discounted])], title);
}
