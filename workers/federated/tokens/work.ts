import { sha256 } from "@noble/hashes/sha2.js";
import { WORK_BYTES, zeroBits } from "../../../src/core/protocol/work.ts";

/** Tries between two pauses: some milliseconds. */
const SLICE = 4_000;

/** WebCrypto's hash is a promise each time, which costs many times the hash. */
export async function work(seed: Uint8Array, difficulty: number, pause: () => Promise<void>): Promise<Uint8Array> {
  const tried = new Uint8Array(seed.length + WORK_BYTES);
  tried.set(seed);
  const answer = new DataView(tried.buffer, seed.length);
  for (let count = 0; ; count++) {
    answer.setUint32(0, count >>> 0, true);
    answer.setUint32(4, Math.floor(count / 2 ** 32), true);
    if (zeroBits(sha256(tried)) >= difficulty) return tried.slice(seed.length);
    if (count % SLICE === SLICE - 1) await pause();
  }
}
