/**
 * How blocks of a kind are written. `delta`, an update of weights, is turned first, so that no value carries much of the norm;
 * `histogram`, bounded counts, is left as it is, so that cells stay cells.
 */
const KINDS = { delta: { rotated: true }, histogram: { rotated: false } } as const;

/** A named part of a report. */
export interface Block {
  readonly name: string;
  readonly kind: keyof typeof KINDS;
  /** Values before they are padded, 1 to 2^31. */
  readonly size: number;
  /** How many whole numbers a unit is: itself a whole number. */
  readonly scale: number;
  /** The most L2 norm of its values. */
  readonly clipNorm: number;
}

export const isRotated = ({ kind }: Block): boolean => KINDS[kind].rotated;

/** Values of the block in a report: its size, or where it is rotated the next power of two. */
export const lengthOf = (block: Block): number =>
  isRotated(block) ? 2 ** (32 - Math.clz32(block.size - 1)) : block.size;

/** Values of a report. */
export const reportLength = (blocks: readonly Block[]): number =>
  blocks.reduce((sum, block) => sum + lengthOf(block), 0);

/**
 * The most that the squares of the block's whole numbers may sum to. Rounding by chance stays within it in at least 39 % of all tries:
 * Kairouz, Liu and Steinke 2021, Proposition 22 with beta = exp(-1/2), the clip rounded up to a whole number.
 */
export function boundSquared(block: Block): number {
  const clip = Math.ceil(block.clipNorm * block.scale);
  const length = lengthOf(block);
  return clip * clip + clip + Math.floor(length / 4 + Math.sqrt(length) / 2);
}

/** One bound for all blocks of a report: the squares add up. */
export const reportBoundSquared = (blocks: readonly Block[]): number =>
  blocks.reduce((sum, block) => sum + boundSquared(block), 0);
