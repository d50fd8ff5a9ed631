import { bucketCount } from "../../src/core/privacy/plan/buckets.ts";
import { fromHex } from "../../src/core/protocol/hex.ts";
import { LEADER_INFO, parseReport } from "../../src/core/protocol/report.ts";
import { sha256Hex } from "../crypto/digest.ts";
import { bucketsOf } from "../rounds/buckets.ts";
import { bucketSums, newBucketKey } from "../rounds/dealt.ts";
import type { KnownPlan } from "../rounds/known-plan.ts";
import { openersOf } from "../rounds/openers.ts";
import { ownBucketKey } from "../store/buckets.ts";
import { shareOf } from "./adding.ts";
import type { LeaderContext } from "./context.ts";

/** This leader's sums, bucket after bucket, and its part, in hex, of the key that dealt them. */
interface Dealt {
  readonly sums: Uint32Array;
  readonly bucketKey: string;
}

/**
 * The round's reports in their buckets; undefined where it is opened in one. Which reports there are is fixed before the helper says its part of the key,
 * and this leader is bound to its own before it hears the helper's: neither can choose who shares a bucket.
 */
export async function dealtSums(
  { database, aggregation }: Pick<LeaderContext, "database" | "aggregation">,
  known: KnownPlan,
  set: { readonly count: number; readonly setHash: string },
  reportIds: readonly string[],
): Promise<Dealt | undefined> {
  const count = bucketCount(known.plan, reportIds.length);
  if (count === 1) return undefined;
  const bucketKey = await ownBucketKey(database, known.hash, newBucketKey);
  const leader = fromHex(bucketKey);
  const helper = fromHex(await aggregation.bucketKey(known, { ...set, commitment: sha256Hex(leader) }));
  const openers = await openersOf(database, known, LEADER_INFO);
  const buckets = bucketsOf(reportIds, { leader, helper }, count);
  const sums = await bucketSums(database, known, buckets, (kept) => shareOf(parseReport(kept), known, openers));
  return { sums, bucketKey };
}
