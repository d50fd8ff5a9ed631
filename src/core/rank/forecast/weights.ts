import type { ForecastHorizon } from "../../bridge/protocol.ts";
import type { FeatureName } from "./features.ts";

/** In the order of the columns below. */
export const HORIZONS: readonly ForecastHorizon[] = ["next-session", "7-days", "30-days"];

/**
 * What each feature of a category adds to its log odds, by horizon. Fitted by maximum likelihood on simulated shoppers, no shop's history: six shops
 * of 200, the demo's catalogue, habits from hardly any needs to twice the usual, seeds that no evaluation uses (`fitForecast` in
 * lab/simulate/forecast/fitting.ts finds them again). docs/simulator.md has the figures, on held-out shoppers and on another catalogue.
 */
export const WEIGHTS: Readonly<Record<FeatureName, readonly number[]>> = {
  popular: [0.711, 0.71, 0.761],
  sized: [-0.1, -0.107, -0.179],
  days: [0.141, 0.11, 0.044],
  weeks: [-0.218, -0.186, -0.186],
  months: [0.57, 0.538, 0.551],
  unmet: [0.121, 0.098, 0.069],
  department: [0.13, 0.142, 0.123],
  followedBy: [0.168, 0.155, 0.124],
  boughtWith: [0.047, 0.071, 0.054],
  text: [0.075, 0.116, 0.1],
  cart: [-0.001, -0.138, -0.324],
  sessions: [0.02, 0.039, 0.075],
  bought3: [-0.894, -0.957, -0.316],
  bought10: [-0.424, -0.538, -0.138],
  bought25: [-0.083, -0.196, -0.129],
  bought60: [-0.163, -0.247, -0.238],
  due: [0.251, 0.181, 0.125],
  refunded: [-0.178, -0.184, -0.245],
};

/** Share of a forecast that is the shop's popularity, so that nothing is impossible. */
export const FLOOR = 0.01;

/** The forecast of who has too few sessions: evidence by its age, and how many views' worth of popularity is added. */
export const BASELINE = { halfLifeDays: 14, strength: 8 } as const;
