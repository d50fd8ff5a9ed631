import { createHash } from "node:crypto";

/** 0 to 1, without 1. */
export type Draw = () => number;

/** Draws of one purpose, by its name: whatever else is drawn, and where, these are the same. */
export type Draws = (name: string) => Draw;

/** Every purpose has a stream of its own: sfc32 (C. Doty-Humphrey, PractRand), its state the digest of seed and name. */
export function drawsOf(seed: number): Draws {
  return (name) => {
    const state = createHash("sha256").update(`${seed} ${name}`).digest();
    let [a, b, c, counter] = [0, 4, 8, 12].map((at) => state.readInt32LE(at)) as [number, number, number, number];
    return () => {
      const sum = (a + b + counter) | 0;
      counter = (counter + 1) | 0;
      a = b ^ (b >>> 9);
      b = (c + (c << 3)) | 0;
      c = ((c << 21) | (c >>> 11)) + sum;
      return (sum >>> 0) / 0x1_0000_0000;
    };
  };
}

/** The draws of one part of a purpose. */
export const within =
  (draws: Draws, prefix: string): Draws =>
  (name) =>
    draws(`${prefix} ${name}`);

/** Normal with mean 0 (Box and Muller, 1958). */
export function fillNormal(values: Float32Array, deviation: number, draw: Draw): void {
  for (let at = 0; at < values.length; at++)
    values[at] = deviation * Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
}

/** Zeroes a share of the first `length` values and scales the rest up; `keep` remembers by what each was multiplied. */
export function drop(values: Float32Array, keep: Float32Array, length: number, share: number, random: Draw): void {
  if (share === 0) {
    keep.fill(1, 0, length);
    return;
  }
  const scale = 1 / (1 - share);
  const threshold = share * 0x1_0000_0000;
  // Hundreds of millions of draws: xorshift (Marsaglia, 2003), begun anew from the stream each time.
  let state = 1 + Math.floor(random() * 0xffff_fffe);
  for (let at = 0; at < length; at++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const factor = state >>> 0 < threshold ? 0 : scale;
    keep[at] = factor;
    values[at]! *= factor;
  }
}

/** In place (Fisher and Yates). */
export function shuffle<T>(list: T[], draw: Draw): T[] {
  for (let last = list.length - 1; last > 0; last--) {
    const other = Math.floor(draw() * (last + 1));
    [list[last], list[other]] = [list[other]!, list[last]!];
  }
  return list;
}
