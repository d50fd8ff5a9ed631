import type { ForecastHorizon } from "../../bridge/protocol.ts";
import type { FeatureName } from "./features.ts";

/** In the order of the columns below. */
export const HORIZONS: readonly ForecastHorizon[] = ["next-session", "7-days", "30-days"];

/**
 * What each feature of a category adds to its log odds, by horizon. Fitted by maximum likelihood on simulated shoppers (four shops of 350, the
 * demo's catalogue, no seed that an evaluation uses; `fitForecast` in lab/simulate/forecast/fitting.ts finds them again): no shop's
 * history is in them. docs/simulator.md has the figures, on held-out shoppers and on other catalogues.
 */
export const WEIGHTS: Readonly<Record<FeatureName, readonly number[]>> = {
  popular: [0.94, 0.898, 1.02],
  sized: [-0.25, -0.256, -0.427],
  days: [0.122, 0.08, 0.033],
  weeks: [-0.167, -0.156, -0.155],
  months: [0.467, 0.43, 0.445],
  unmet: [0.138, 0.122, 0.08],
  department: [0.198, 0.224, 0.182],
  followedBy: [0.195, 0.229, 0.201],
  boughtWith: [0.107, 0.125, 0.089],
  text: [0.085, 0.08, 0.076],
  cart: [-0.112, -0.194, -0.355],
  sessions: [-0.127, -0.049, -0.03],
  bought3: [-0.788, -0.789, -0.281],
  bought10: [-0.607, -0.673, -0.148],
  bought25: [-0.137, -0.227, -0.065],
  bought60: [-0.206, -0.234, -0.229],
  due: [0.062, 0.058, 0.02],
  refunded: [-0.27, -0.342, -0.399],
};

/** Share of a forecast that is the shop's popularity, so that nothing is impossible. */
export const FLOOR = 0.01;

/** The forecast of who has too few sessions: evidence by its age, and how many views' worth of popularity is added. */
export const BASELINE = { halfLifeDays: 14, strength: 8 } as const;
