import { createHash, createHmac } from "node:crypto";
import { BUCKET_KEY_BYTES } from "../../src/core/protocol/close.ts";

/** Each aggregator's secret part, told to the other only once both know which reports are in the round: neither can choose who shares a bucket. */
export interface BucketKeys {
  readonly leader: Uint8Array;
  readonly helper: Uint8Array;
}

/**
 * Deals a round's reports into buckets that are summed, noised and opened each by itself, so that what one liar sends spoils one of them and not the round. In
 * the order of HMAC-SHA-256 of their ids under both keys; sizes differ by one at most. Each bucket has the whole of the plan's noise, so that the noise of
 * all together grows with the root of their number.
 *
 * @param reportIds In hex, each once, in any order. @param count 1 to as many as there are reports.
 */
export function bucketsOf(
  reportIds: readonly string[],
  { leader, helper }: BucketKeys,
  count: number,
): readonly (readonly string[])[] {
  if (leader.length !== BUCKET_KEY_BYTES || helper.length !== BUCKET_KEY_BYTES)
    throw new RangeError(`bucketsOf: a key has ${leader.length} and ${helper.length} bytes, not ${BUCKET_KEY_BYTES}`);
  if (!(Number.isInteger(count) && count >= 1 && count <= reportIds.length))
    throw new RangeError(`bucketsOf: ${count} buckets for ${reportIds.length} reports`);
  const key = createHash("sha256").update("inkling buckets 1").update(leader).update(helper).digest();
  const places = reportIds
    .map((id) => ({ id, place: createHmac("sha256", key).update(id, "hex").digest("hex") }))
    .sort((a, b) => (a.place < b.place ? -1 : 1));
  return Array.from({ length: count }, (_, bucket) =>
    places.filter((_, at) => at % count === bucket).map(({ id }) => id),
  );
}

/** A sum that was opened, and of how many reports it is. */
export interface OpenedSum {
  readonly values: Uint32Array;
  readonly reports: number;
}

/** What a round opened, bucket by bucket: views on `opened`, which has `size` values for each, of bucketsOf's sizes. */
export function openedSums(opened: Uint32Array, size: number, reports: number): readonly OpenedSum[] {
  const count = opened.length / size;
  if (!(Number.isInteger(count) && count >= 1))
    throw new RangeError(`openedSums: ${opened.length} values are no sums of ${size}`);
  return Array.from({ length: count }, (_, bucket) => ({
    values: opened.subarray(bucket * size, (bucket + 1) * size),
    reports: Math.ceil((reports - bucket) / count),
  }));
}
