import type { Product } from "../../../compiler/product.ts";
import type { ForecastHorizon } from "../../../src/core/bridge/protocol.ts";
import { outlookOf } from "../../../src/core/rank/forecast/forecast.ts";
import { HORIZONS } from "../../../src/core/rank/forecast/weights.ts";
import { type Gap, pairedGap, percentile } from "../../bootstrap.ts";
import { streamOf } from "../draw.ts";
import { grouped } from "../grouped.ts";
import { meanOf } from "../mean.ts";
import { Calibration } from "./calibration.ts";
import { type Case, type CasesOptions, forecastCases } from "./cases.ts";
import { logLoss } from "./log-loss.ts";
import { type Asked, type Rival, rivalsOf } from "./rivals.ts";

export interface RivalFigures {
  readonly name: string;
  readonly logLoss: number;
  readonly ece: number;
  /** By how much the forecast's is smaller. */
  readonly logLossGain: Gap;
  readonly eceGain: Gap;
}

export interface HorizonFigures {
  readonly cases: number;
  readonly logLoss: number;
  readonly ece: number;
  readonly rivals: readonly RivalFigures[];
}

export interface ForecastFigures {
  readonly shoppers: number;
  readonly products: number;
  readonly seed: number;
  /** Share of the asked devices with too few sessions for more than the baseline; they are left out below. */
  readonly baselineShare: number;
  readonly horizons: Readonly<Record<ForecastHorizon, HorizonFigures>>;
}

type Seen = Readonly<Record<ForecastHorizon, Float64Array>> & { readonly learned: boolean };

/** How good the product's own forecast is, on devices that have enough sessions for it. */
export function forecastExperiment(products: readonly Product[], options: CasesOptions): ForecastFigures {
  const all = forecastCases(products, options, (moment): Seen => {
    const outlooks = HORIZONS.map((horizon) => [horizon, outlookOf(moment, horizon)] as const);
    const shares = Object.fromEntries(outlooks.map(([horizon, outlook]) => [horizon, outlook.shares]));
    // The cast: one entry for each horizon.
    return { ...(shares as Record<ForecastHorizon, Float64Array>), learned: outlooks[0]![1].basis === "learned" };
  });
  const cases = all.filter(({ seen }) => seen.learned);
  const figures = HORIZONS.map((horizon) => [horizon, horizonFigures(cases, horizon, options.seed)]);
  return {
    shoppers: options.shoppers,
    products: products.length,
    seed: options.seed,
    baselineShare: 1 - cases.length / all.length,
    // The cast: one entry for each horizon.
    horizons: Object.fromEntries(figures) as ForecastFigures["horizons"],
  };
}

interface AskedCase extends Asked {
  readonly shopper: number;
  readonly forecast: Float64Array;
  readonly classOf: readonly number[];
}

function horizonFigures(cases: readonly Case<Seen>[], horizon: ForecastHorizon, seed: number): HorizonFigures {
  const asked = cases.flatMap((one): AskedCase[] => {
    const came = one.came[horizon];
    return came === undefined ? [] : [{ ...one, came, forecast: one.seen[horizon] }];
  });
  const own: Rival = { name: "forecast", shares: asked.map(({ forecast }) => forecast) };
  const losses = lossesOf(asked, own);
  const rivals = rivalsOf(asked).map((rival): RivalFigures => {
    const theirs = lossesOf(asked, rival);
    return {
      name: rival.name,
      logLoss: meanOf(theirs),
      ece: eceOf(asked, rival, asked.keys()),
      logLossGain: pairedGap(
        theirs.map((loss, k) => loss - losses[k]!),
        Uint32Array.from(asked, ({ shopper }) => shopper),
        seed,
      ),
      eceGain: eceGap(asked, own, rival, seed),
    };
  });
  return { cases: asked.length, logLoss: meanOf(losses), ece: eceOf(asked, own, asked.keys()), rivals };
}

const lossesOf = (asked: readonly AskedCase[], { shares }: Rival): Float64Array =>
  Float64Array.from(asked, ({ came }, k) => logLoss(shares[k]!, came));

function eceOf(asked: readonly AskedCase[], { shares }: Rival, chosen: Iterable<number>): number {
  const calibration = new Calibration(1 + asked.reduce((most, { classOf }) => Math.max(most, ...classOf), 0));
  for (const k of chosen) calibration.add({ shares: shares[k]!, came: asked[k]!.came }, asked[k]!.classOf);
  return calibration.error();
}

const RESAMPLES = 200;

/**
 * Paired over shoppers. A resample, having fewer distinct shoppers, is less well calibrated whoever forecasts; the bootstrap distribution is
 * put around the measured difference.
 */
function eceGap(asked: readonly AskedCase[], own: Rival, rival: Rival, seed: number): Gap {
  const random = streamOf(seed, 8);
  const shoppers = [...grouped(asked.keys(), (k) => asked[k]!.shopper).values()];
  const gain = eceOf(asked, rival, asked.keys()) - eceOf(asked, own, asked.keys());
  const drawn = Float64Array.from({ length: RESAMPLES }, () => {
    const chosen = shoppers.flatMap(() => shoppers[random.below(shoppers.length)]!);
    return eceOf(asked, rival, chosen) - eceOf(asked, own, chosen);
  }).sort();
  const shift = gain - meanOf(drawn);
  return { gain, low: percentile(drawn, 0.025) + shift, high: percentile(drawn, 0.975) + shift };
}
