import type { Product } from "../../../compiler/product.ts";
import type { ForecastHorizon } from "../../../src/core/bridge/protocol.ts";
import { featuresOf } from "../../../src/core/rank/forecast/features.ts";
import { LEARNED_SESSIONS } from "../../../src/core/rank/forecast/forecast.ts";
import { HORIZONS } from "../../../src/core/rank/forecast/weights.ts";
import { drawnHabits } from "../truth/habits.ts";
import { type CasesOptions, forecastCases } from "./cases.ts";
import { fitLogit } from "./fit.ts";

/** Shops whose truths differ, so that the weights learn how shoppers are and not how one shop is. */
const SHOPS = 6;
/** Seeds far from those that anybody evaluates with. */
const FIRST_SEED = 1_000_000;

/** The weights that src/core/rank/forecast/weights.ts ships, found again. `seed` names the lot of shops. */
export function fitForecast(
  products: readonly Product[],
  options: Omit<CasesOptions, "habits">,
): Readonly<Record<ForecastHorizon, readonly number[]>> {
  const cases = Array.from({ length: SHOPS }, (_, shop) => {
    const seed = FIRST_SEED + SHOPS * options.seed + shop;
    return forecastCases(products, { ...options, habits: drawnHabits(seed), seed }, (moment, past, prior) =>
      featuresOf(moment, past, prior).map((column) => Float32Array.from(column)),
    );
  });
  const learned = cases.flat().filter(({ past }) => past.sessions >= LEARNED_SESSIONS);
  const fitted = HORIZONS.map((horizon) => {
    const observations = learned.flatMap(({ seen, came }) =>
      came[horizon] === undefined ? [] : [{ columns: seen, came: came[horizon] }],
    );
    return [horizon, Array.from(fitLogit(observations), (weight) => Math.round(1000 * weight) / 1000)];
  });
  // The cast: one entry for each horizon.
  return Object.fromEntries(fitted) as Record<ForecastHorizon, readonly number[]>;
}
