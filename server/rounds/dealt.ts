import { randomBytes } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { addTo } from "../../src/core/privacy/share/share.ts";
import { BUCKET_KEY_BYTES } from "../../src/core/protocol/close.ts";
import { keptOf } from "../store/buckets.ts";
import type { Queries } from "../store/sql.ts";
import type { KnownPlan } from "./known-plan.ts";

/** Read from the store at once. */
const PAGE = 64;

/** One aggregator's part of a key, in hex. */
export const newBucketKey = (): string => randomBytes(BUCKET_KEY_BYTES).toString("hex");

/**
 * One aggregator's sums of a round that is dealt into buckets, one after the other. `shareOf` reads a report's share out of what the store has kept of it.
 */
export async function bucketSums(
  queries: Queries,
  { hash, size }: Pick<KnownPlan, "hash" | "size">,
  buckets: readonly (readonly string[])[],
  shareOf: (kept: Uint8Array) => Uint32Array | undefined,
): Promise<Uint32Array> {
  const sums = new Uint32Array(size * buckets.length);
  for (const [at, ids] of buckets.entries()) {
    const sum = sums.subarray(at * size, (at + 1) * size);
    for (let from = 0; from < ids.length; from += PAGE) {
      for (const kept of await keptOf(queries, hash, ids.slice(from, from + PAGE))) {
        const share = shareOf(kept);
        if (share === undefined) throw new Error("a report that was opened does not open any more");
        addTo(sum, share);
      }
      await setImmediate();
    }
  }
  return sums;
}

/**
 * What is released of a round, before noise: its buckets' sums where it is dealt, else the sum that was kept as reports came in. Throws where the buckets do not come to
 * that sum, since each report is in exactly one.
 */
export function releasedOf(sums: Uint32Array | undefined, sum: Uint32Array): Uint32Array {
  if (sums === undefined) return sum;
  const total = new Uint32Array(sum.length);
  for (let from = 0; from < sums.length; from += sum.length) addTo(total, sums.subarray(from, from + sum.length));
  if (total.some((value, at) => value !== sum[at])) throw new Error("the buckets do not come to the round's sum");
  return sums;
}
