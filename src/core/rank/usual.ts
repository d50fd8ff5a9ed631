import type { Scales } from "../catalogue/learned.ts";
import { FEATURES, type FeatureName } from "./features.ts";

export type Usual = Readonly<Partial<Record<FeatureName, readonly [mean: number, deviation: number]>>>;

/**
 * Usual value and deviation of each feature among products that were shown: of some 4,000 lists on devices of the shop
 * simulator, rounded. What does not vary there has those of what is most like it. The additive score has a say of its own, and a shop
 * without a trained head has no encoder: both have none here.
 */
export const USUAL: Usual = {
  "text.last": [0.6, 0.8],
  "text.session": [0.6, 0.8],
  "text.long": [0.5, 0.4],
  "text.flat": [0.3, 0.3],
  "text.best": [1.8, 0.6],
  "text.votes": [2.3, 1],
  "text.back": [0.5, 0.4],
  "attributes.long": [0.25, 0.4],
  "attributes.best": [1.3, 1],
  "followedBy.last": [0.7, 0.9],
  "followedBy.session": [0.7, 0.9],
  "followedBy.long": [0.65, 0.5],
  "followedBy.flat": [0.35, 0.4],
  "followedBy.best": [1.9, 0.75],
  "followedBy.votes": [2.5, 1],
  "followedBy.back": [0.65, 0.5],
  "boughtWith.long": [0.1, 0.3],
  "boughtWith.best": [0.5, 0.9],
  popularity: [0.6, 0.2],
  trend: [0, 0.3],
  category: [0.05, 0.045],
  brand: [0.012, 0.013],
  price: [0.02, 0.01],
  sameCategory: [0.45, 0.5],
  repeat: [1, 0.8],
  repeatPlace: [0.2, 0.27],
  touches: [5, 0.7],
  sessionTouches: [0.7, 0.7],
  followed: [5, 0.7],
  hour: [0, 0.05],
  weekday: [0.03, 0.065],
};

/** As heads keep them: a feature without a deviation does not count. */
export function scalesOf(usual: Usual): Scales {
  const all = FEATURES.map((name) => usual[name] ?? [0, Number.POSITIVE_INFINITY]);
  return {
    mean: Float32Array.from(all, ([mean]) => mean),
    scale: Float32Array.from(all, ([, deviation]) => 1 / deviation),
  };
}
