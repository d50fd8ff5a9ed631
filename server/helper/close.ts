import { bucketCount } from "../../src/core/privacy/plan/buckets.ts";
import { expandSeed } from "../../src/core/privacy/share/share.ts";
import { encodeNoisedShare, parseBucketRequest, parseClosing, type RoundSet } from "../../src/core/protocol/close.ts";
import { fromHex } from "../../src/core/protocol/hex.ts";
import { sha256Hex } from "../crypto/digest.ts";
import { bucketsOf } from "../rounds/buckets.ts";
import { bucketSums, newBucketKey, releasedOf } from "../rounds/dealt.ts";
import type { KnownPlan } from "../rounds/known-plan.ts";
import { withNoise } from "../rounds/noise.ts";
import { setHashOf } from "../rounds/set-hash.ts";
import { bindBuckets } from "../store/buckets.ts";
import { keepNoised } from "../store/closings.ts";
import { acceptedIds } from "../store/reports.ts";
import { roundOf } from "../store/rounds.ts";
import { TEXT } from "../text.ts";
import { type HelperContext, signedPlan } from "./context.ts";
import { Refuse } from "./refuse.ts";

/**
 * The helper's part of the key that deals a round's reports into buckets, in hex: the same whenever it is asked for, said only once both mean the same reports and
 * the leader is bound to its own part. From then on the round takes no more. Throws Refuse for other reports, or another binding.
 */
export async function bucketKey(context: HelperContext, bytes: Uint8Array): Promise<string> {
  const request = parseBucketRequest(bytes, TEXT);
  const { known } = await sameSet(context, request);
  if (bucketCount(known.plan, request.count) === 1) throw new Refuse("the round is opened in one sum");
  const key = await bindBuckets(context.database, request, known.limits, newBucketKey);
  if (key === undefined) throw new Refuse("the round has ended, or its buckets are bound to another key");
  return key;
}

/**
 * The helper's noised share of a round, over exactly the reports that the leader means too: on the disk before it is answered, and the same bytes
 * whenever it is asked for again. Throws Refuse for other reports, or too few.
 */
export async function close(context: HelperContext, bytes: Uint8Array): Promise<Uint8Array> {
  const closing = parseClosing(bytes, TEXT);
  const { planHash, count, setHash } = closing;
  const { known, reportIds } = await sameSet(context, closing);
  const sums = await dealtSums(context, known, reportIds, closing.bucketKey);
  const values = await keepNoised(context.database, { planHash, count, setHash }, known.limits, (sum) =>
    withNoise(releasedOf(sums, sum), known.plan.sigmaSquared, context.random),
  );
  if (values === undefined) throw new Refuse("the round may not be closed");
  return encodeNoisedShare({ planHash: known.hashBytes, setHash: fromHex(setHash), count, values });
}

async function sameSet(
  context: HelperContext,
  { planHash, round, setHash }: RoundSet,
): Promise<{ readonly known: KnownPlan; readonly reportIds: readonly string[] }> {
  const known = await signedPlan(context, planHash);
  if (known.plan.round !== round) throw new Refuse("the closing names another round");
  const reportIds = await acceptedIds(context.database, planHash);
  if (setHashOf(reportIds) !== setHash) throw new Refuse("the closing is over other reports");
  return { known, reportIds };
}

/** Undefined where the round is opened in one sum, and where its noised share is there already. */
async function dealtSums(
  { database }: HelperContext,
  known: KnownPlan,
  reportIds: readonly string[],
  leaderKey: string | null,
): Promise<Uint32Array | undefined> {
  const count = bucketCount(known.plan, reportIds.length);
  if ((leaderKey === null) !== (count === 1)) throw new Refuse("the closing has another number of buckets");
  const round = await roundOf(database, known.hash);
  if (leaderKey === null || !(round?.phase === "collecting" || round?.phase === "closing")) return undefined;
  const { bucketKey: own, bucketCommitment } = round;
  const leader = fromHex(leaderKey);
  if (own === null || sha256Hex(leader) !== bucketCommitment) throw new Refuse("the leader is bound to another key");
  const buckets = bucketsOf(reportIds, { leader, helper: fromHex(own) }, count);
  return bucketSums(database, known, buckets, (seed) => expandSeed(seed, known.size));
}
