import type { Product } from "../../compiler/product.ts";
import { jsonLine } from "../report.ts";
import { forecastExperiment } from "./forecast/experiment.ts";
import { fitForecast } from "./forecast/fitting.ts";
import { forecastSection } from "./forecast/report.ts";
import { closedLoop, ROUNDS } from "./loop/closed-loop.ts";
import { loopSection } from "./loop/report.ts";
import { BASE } from "./shop/device.ts";
import { togetherExperiment } from "./together/experiment.ts";
import { togetherSection } from "./together/report.ts";
import { type Habits, NO_NEEDS, USUAL_HABITS } from "./truth/habits.ts";
import { MILESTONES, tuningExperiment } from "./tuning/experiment.ts";
import { tuningSection } from "./tuning/report.ts";
import type { Shipped } from "./tuning/shop.ts";

export interface ExperimentOptions {
  readonly shoppers: number;
  /** Strength of position bias. */
  readonly eta: number;
  readonly seed: number;
  readonly onProgress: (stage: string, share: number) => void;
}

/** What an experiment found: a table for people, and the same as one JSON line. */
export interface Outcome {
  readonly section: string;
  readonly line: string;
}

export type ExperimentName =
  | "closed-loop"
  | "forecast"
  | "training"
  | "training-from-trained"
  | "training-together"
  | "training-together-from-trained"
  | "forecast-without-needs"
  | "fit-forecast";

/** The others show where a forecast ends, make what the product ships, or take long. */
export const USUAL: readonly ExperimentName[] = ["closed-loop", "forecast"];

export const EXPERIMENTS: Readonly<
  Record<ExperimentName, (products: readonly Product[], options: ExperimentOptions) => Outcome | Promise<Outcome>>
> = {
  "closed-loop": (products, { eta, ...options }) => {
    const figures = closedLoop(products, { ...options, clicks: { eta }, learner: BASE, rounds: ROUNDS });
    return { section: loopSection(figures), line: jsonLine({ experiment: "closed-loop", ...figures }) };
  },
  forecast: (products, options) => forecast("forecast", products, options, USUAL_HABITS),
  training: (products, options) => training("training", "zero", products, options),
  "training-from-trained": (products, options) => training("training-from-trained", "trained", products, options),
  "training-together": (products, options) => together("training-together", "zero", products, options),
  "training-together-from-trained": (products, options) =>
    together("training-together-from-trained", "trained", products, options),
  "forecast-without-needs": (products, options) => forecast("forecast-without-needs", products, options, NO_NEEDS),
  "fit-forecast": (products, { eta, ...options }) => {
    const weights = fitForecast(products, { ...options, clicks: { eta }, learner: BASE });
    const line = jsonLine({ experiment: "fit-forecast", weights });
    return { section: line, line };
  },
};

async function training(
  experiment: ExperimentName,
  shipped: Shipped,
  products: readonly Product[],
  { eta, ...options }: ExperimentOptions,
): Promise<Outcome> {
  const figures = await tuningExperiment(products, { ...options, clicks: { eta }, shipped, milestones: MILESTONES });
  return { section: tuningSection(figures), line: jsonLine({ experiment, ...figures }) };
}

async function together(
  experiment: ExperimentName,
  shipped: Shipped,
  products: readonly Product[],
  { eta, ...options }: ExperimentOptions,
): Promise<Outcome> {
  const figures = await togetherExperiment(products, { ...options, clicks: { eta }, shipped });
  return { section: togetherSection(figures), line: jsonLine({ experiment, ...figures }) };
}

function forecast(
  experiment: ExperimentName,
  products: readonly Product[],
  { eta, ...options }: ExperimentOptions,
  habits: Habits,
): Outcome {
  const figures = forecastExperiment(products, { ...options, clicks: { eta }, habits, learner: BASE });
  return { section: forecastSection(figures), line: jsonLine({ experiment, ...figures }) };
}
