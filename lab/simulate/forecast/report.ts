import type { Gap } from "../../bootstrap.ts";
import { table } from "../../report.ts";
import type { ForecastFigures, HorizonFigures, RivalFigures } from "./experiment.ts";

const show = (value: number, digits: number): string => value.toFixed(digits);
const interval = ({ gain, low, high }: Gap, digits: number): string =>
  `${show(gain, digits)} (${show(low, digits)} to ${show(high, digits)})`;

/** Whether the forecast is better than a rival beyond doubt, in both. */
const beats = ({ logLossGain, eceGain }: RivalFigures): string =>
  logLossGain.low > 0 && eceGain.low > 0 ? "yes" : "no";

export function forecastSection({ shoppers, products, baselineShare, horizons }: ForecastFigures): string {
  const title = `Interest forecast: ${shoppers} shoppers, ${products} products; ${show(100 * baselineShare, 0)} % of the devices asked had too few sessions`;
  const rows = Object.entries(horizons).flatMap(([horizon, figures]) => rowsOf(horizon, figures));
  return table([["", "cases", "log-loss", "better by, 95 %", "ECE", "better by, 95 %", "beaten"], ...rows], title);
}

function rowsOf(horizon: string, { cases, logLoss, ece, rivals }: HorizonFigures): string[][] {
  return [
    [horizon, String(cases), show(logLoss, 3), "", show(ece, 5), "", ""],
    ...rivals.map((rival) => [
      `  ${rival.name}`,
      "",
      show(rival.logLoss, 3),
      interval(rival.logLossGain, 3),
      show(rival.ece, 5),
      interval(rival.eceGain, 5),
      beats(rival),
    ]),
  ];
}
