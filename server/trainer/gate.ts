import type { Measured } from "../store/models.ts";

/** Questions that no device's report had a part in, and a shop's own order answers. */
export interface HoldOut {
  /** Names the questions: others have another name. */
  readonly id: string;
  readonly questions: number;
  /** How well a model of these weights answers them, 0 to 1, higher is better: the same each time. Zeros are the zero model. */
  quality(weights: ArrayLike<number>): Promise<number>;
}

/** The hold-out questions of now: newer ones as they come. Rejects where they cannot be read. */
export type Gate = () => Promise<HoldOut>;

/** Both models on the same questions. */
export async function measure(
  { id, questions, quality }: HoldOut,
  weights: ArrayLike<number>,
  before: ArrayLike<number>,
): Promise<Measured> {
  return { holdOut: id, questions, quality: await quality(weights), before: await quality(before) };
}
