import type { Block } from "../vector/block.ts";
import { isWhole } from "./whole.ts";

/** The least that a block's clip is worth in whole numbers: below, rounding costs too much. */
const LEAST_CLIP = 1_024;
const MOST_CLIP = 2 ** 24;
const MOST_SIZE = 2 ** 20;
/** So many largest clips squared add up exactly. */
const MOST_BLOCKS = 16;

/** What is wrong with a plan's blocks, by their names; undefined where nothing is. */
export function blocksProblem(blocks: readonly Block[]): string | undefined {
  if (!isWhole(blocks.length, 1, MOST_BLOCKS)) return `it has ${blocks.length} blocks and not 1 to ${MOST_BLOCKS}`;
  if (new Set(blocks.map(({ name }) => name)).size < blocks.length) return "two of its blocks have one name";
  return blocks.map(blockProblem).find((problem) => problem !== undefined);
}

function blockProblem({ name, size, scale, clipNorm }: Block): string | undefined {
  if (!isWhole(size, 1, MOST_SIZE)) return `block ${name}: its size is not a whole number from 1 to ${MOST_SIZE}`;
  if (!isWhole(scale, 1, MOST_CLIP)) return `block ${name}: its scale is not a whole number from 1 to ${MOST_CLIP}`;
  const clip = clipNorm * scale;
  if (clip >= LEAST_CLIP && clip <= MOST_CLIP) return undefined;
  return `block ${name}: its clip times its scale is not from ${LEAST_CLIP} to ${MOST_CLIP}`;
}
