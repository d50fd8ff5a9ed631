import type { HeadRows } from "../../compiler/train/train-head.ts";
import { ENCODER, type EncoderWeights, type Head } from "../../src/core/catalogue/learned.ts";
import { FEATURES } from "../../src/core/rank/features.ts";
import type { Token } from "../../src/core/rank/marks.ts";
import { deviates, randomEncoder, randomHead } from "./learned.ts";

/** What is computed: the user vector of 10 and of 50 products, the head over a ranking's candidates, a step of fine-tuning. */
export const WORK = ["user vector of 10", "user vector of 50", "head", "step"] as const;
export type WorkName = (typeof WORK)[number];

export const CANDIDATES = 300;
export const LISTS: { readonly lists: number; readonly candidates: number } = { lists: 16, candidates: 64 };
export const RATE = 1e-3;
const PRODUCTS = 10_000;

/** Random weights and inputs, the same for everybody. */
export interface Inputs {
  readonly head: Head;
  readonly encoder: EncoderWeights;
  readonly features: Float32Array;
  readonly histories: { readonly short: readonly Token[]; readonly long: readonly Token[] };
  readonly rows: HeadRows;
}

export function inputs(): Inputs {
  const features = FEATURES.length;
  const count = LISTS.lists * LISTS.candidates;
  const { kinds, gaps } = ENCODER;
  const history = (length: number): Token[] =>
    Array.from({ length }, (_, at) => ({ item: (at * 7_919) % PRODUCTS, marks: [at % kinds, kinds + (at % gaps)] }));
  return {
    head: randomHead(),
    encoder: randomEncoder(PRODUCTS),
    features: deviates(CANDIDATES * features, 40),
    histories: { short: history(10), long: history(ENCODER.positions) },
    rows: {
      features,
      candidates: LISTS.candidates,
      values: deviates(count * features, 41),
      base: deviates(count, 42, 0.3).map(Math.abs),
      logWeights: new Float32Array(count),
    },
  };
}
