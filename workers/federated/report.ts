import type { Digest, TextCodec } from "../../src/core/bytes.ts";
import type { RandomBytes } from "../../src/core/privacy/random.ts";
import { share } from "../../src/core/privacy/share/share.ts";
import { encode } from "../../src/core/privacy/vector/encode.ts";
import { ID_BYTES } from "../../src/core/protocol/bounds.ts";
import { fromHex, toHex } from "../../src/core/protocol/hex.ts";
import { encodeReport, HELPER_INFO, LEADER_INFO, reportAad } from "../../src/core/protocol/report.ts";
import { shareBytes } from "../../src/core/protocol/share.ts";
import type { NamedPlan } from "./agreed.ts";
import { DeclinedError } from "./declined.ts";
import { sealTo } from "./seal.ts";

export interface Sealing {
  /** Empty where the plan asks for none. */
  readonly token: Uint8Array;
  readonly random: RandomBytes;
  readonly text: TextCodec;
  readonly digest: Digest;
}

/** A report as it leaves the device. */
export interface Sealed {
  /** Its id, in hex. */
  readonly id: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** One device's values, a vector for each block of the plan, clipped, turned, rounded, split in two and sealed, bound to its token. */
export async function sealReport(
  { plan, hash }: NamedPlan,
  values: readonly ArrayLike<number>[],
  { token, random, text, digest }: Sealing,
): Promise<Sealed> {
  if (plan.helper === null) throw new DeclinedError("this release reports to two aggregators");
  const planHash = fromHex(hash);
  const shares = share(encode(plan.blocks, values, planHash, random), random);
  const reportId = new Uint8Array(ID_BYTES);
  random(reportId);
  const head = { planHash, round: plan.round, reportId };
  const aad = reportAad(head, fromHex(await digest(token)));
  const toLeader = await sealTo(plan.leader.keys, text);
  const toHelper = await sealTo(plan.helper.keys, text);
  const bytes = encodeReport({
    ...head,
    token,
    leader: await toLeader(LEADER_INFO, aad, shareBytes(shares.leader)),
    helper: await toHelper(HELPER_INFO, aad, shares.helperSeed),
  });
  return { id: toHex(reportId), bytes };
}
