import type { Protocol } from "../protocol.ts";
import type { Scorer } from "../scorer.ts";

/** What a rival learns from: ids alone. Numbers and orders follow from what products and sequences are (`numbered.ts`). */
export interface TrainingPart {
  readonly products: number;
  /** Product numbers in time order, a list a shopper or session. Which list came first, the data does not say. */
  readonly sequences: readonly (readonly number[])[];
  readonly protocol: Protocol["name"];
}

export interface RivalOptions {
  /** Of everything that is drawn. */
  readonly seed: number;
  readonly onProgress: (stage: string, share: number) => void;
}

/** A recommender of the literature, to compare Inkling with on the same questions. */
export interface Rival {
  /** Why it cannot be run on a catalogue of this size, in a sentence; undefined where it can. */
  refusal(products: number): string | undefined;
  train(part: TrainingPart, options: RivalOptions): Scorer;
}
