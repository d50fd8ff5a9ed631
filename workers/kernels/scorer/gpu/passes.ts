import { CHUNK } from "./shader.ts";

/** Each pass leaves at most a quarter of what it found, and 65,535 chunks are the most that one may have. */
export const MOST_PASSES = 12;
/** What one pass is told, at the distance that bindings must have. */
export const RUN_BYTES = 256;

/** A pass over `count` items or entries in `chunks` chunks. */
export interface Pass {
  readonly count: number;
  readonly chunks: number;
}

/** The first pass goes over the rows, each other one over what the one before it left, until one chunk is left. */
export function passesOf(rows: number, kept: number): readonly Pass[] {
  const passes: Pass[] = [];
  for (let count = rows; passes.at(-1)?.chunks !== 1; count = passes.at(-1)!.chunks * kept)
    passes.push({ count, chunks: Math.ceil(count / CHUNK) });
  return passes;
}

/** The passes as the shader's uniform `Run`, RUN_BYTES apart. */
export function runsOf(passes: readonly Pass[], kept: number, width: number): Uint32Array<ArrayBuffer> {
  const runs = new Uint32Array((passes.length * RUN_BYTES) / 4);
  for (const [pass, { count }] of passes.entries()) runs.set([count, kept, width], (pass * RUN_BYTES) / 4);
  return runs;
}
