import { createHash } from "node:crypto";
import type { SeededRandom } from "../../src/core/privacy/random.ts";
import { seededBytes } from "../seeded-bytes.ts";

/** Randomness of everybody in a simulation, each from the seed and who it is for. */
export type Streams = (purpose: string) => SeededRandom;

export const streamsOf =
  (seed: number): Streams =>
  (purpose) =>
    seededBytes(createHash("sha256").update(`${seed} ${purpose}`).digest().readUInt32LE(0));
