import type { Model } from "../compiler/model.ts";
import { type Learning, learn } from "../compiler/train/learn.ts";
import type { Protocol } from "./protocol.ts";
import type { ModelOptions } from "./system.ts";

export interface LearnFromOptions extends ModelOptions {
  readonly seed: number;
  /** Trainings at once; undefined for as many as there are cores. */
  readonly threads?: number | undefined;
  /** The folder that keeps what was trained, for the next evaluation with the same options; undefined for none. */
  readonly checkpoint?: string | undefined;
  /** Hears, in a sentence, what of a checkpoint could not be used or kept. */
  readonly onNote: (note: string) => void;
}

/** Trains encoder and head on what a protocol gives to learn from. */
export const learnFrom = (model: Model, { stepMs }: Protocol, options: LearnFromOptions): Promise<Learning> =>
  learn(model, { ...options, minShoppers: 1, stepMs });
