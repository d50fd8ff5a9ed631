import { createHash } from "node:crypto";
import type { Draw } from "./draw.ts";

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
