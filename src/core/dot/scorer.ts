/**
 * Item vectors of a shop against the vector of a shopper. What a score is, to the last bit, whoever computes it:
 *
 *     score = float32(dot(item, q) * scale) * step
 *
 * `item` is the item's int8 vector and `scale` its float32 scale; `q` and `step` are the query in whole numbers (query.ts); the dot product
 * is an integer of at most 2^24, so float32 holds it exactly; the one product that rounds is float32's; `step` is a power of two and moves
 * only the exponent. Items are ordered by score, equal scores by the lower index.
 */
export interface Scorer<Answer extends Top | Promise<Top> = Top | Promise<Top>> {
  /** The best `count` items, or all where there are fewer. Throws RangeError as `quantizeQuery` and `checkCount` do. */
  top(query: Float32Array, count: number): Answer;
  /** Gives back what the scorer holds. It answers nothing afterwards. */
  dispose(): void;
}

/** A scorer in the memory of whoever asks. */
export interface LocalScorer extends Scorer<Top> {
  /** The vectors it was made of, where it keeps them: whoever made it need not keep theirs. */
  readonly vectors: Int8Array;
}

/** Best first, place by place. */
export interface Top {
  readonly indices: Uint32Array;
  readonly scores: Float32Array;
}

/** int8 vectors, row by row, and a scale for each. They stay as they are for as long as a scorer uses them. */
export interface Items {
  readonly vectors: Int8Array;
  /** Each 0 or of a magnitude from 2^-100 to 2^100, where no product leaves the normal range of float32. */
  readonly scales: Float32Array;
  /** Values a vector, 1 to MAX_DIMS. */
  readonly dims: number;
}

/** Beyond it a query of 128 steps a side could make a dot product that float32 does not hold. */
export const MAX_DIMS = 1024;
/** The most items of one answer. */
export const MAX_TOP = 256;

const SMALLEST_SCALE = 2 ** -100;
const LARGEST_SCALE = 2 ** 100;

/** Throws RangeError unless the arrays are what Items says. */
export function checkItems({ vectors, scales, dims }: Items): void {
  if (!Number.isInteger(dims) || dims < 1 || dims > MAX_DIMS) throw new RangeError(`dims is not 1 to ${MAX_DIMS}`);
  if (vectors.length !== scales.length * dims) throw new RangeError("vectors does not hold dims values a scale");
  for (const scale of scales) {
    const size = Math.abs(scale);
    if (size !== 0 && !(size >= SMALLEST_SCALE && size <= LARGEST_SCALE))
      throw new RangeError("scales holds a value other than 0 and 2^-100 to 2^100");
  }
}

/** Throws RangeError unless `count` is a whole number from 0 to MAX_TOP. */
export function checkCount(count: number): void {
  if (!Number.isInteger(count) || count < 0 || count > MAX_TOP) throw new RangeError(`count is not 0 to ${MAX_TOP}`);
}
