import type { Digest, TextCodec } from "../../src/core/bytes.ts";
import { addNoise } from "../../src/core/privacy/noise/add.ts";
import { DiscreteGaussian } from "../../src/core/privacy/noise/discrete-gaussian.ts";
import type { RandomBytes } from "../../src/core/privacy/random.ts";
import { share } from "../../src/core/privacy/share/share.ts";
import { encode } from "../../src/core/privacy/vector/encode.ts";
import { RandomWords } from "../../src/core/privacy/words.ts";
import { ID_BYTES } from "../../src/core/protocol/bounds.ts";
import { fromHex, toHex } from "../../src/core/protocol/hex.ts";
import type { HpkeKey, Plan } from "../../src/core/protocol/plan.ts";
import { encodeReport, HELPER_INFO, LEADER_INFO, reportAad } from "../../src/core/protocol/report.ts";
import { shareBytes } from "../../src/core/protocol/share.ts";
import type { NamedPlan } from "./agreed.ts";
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

/**
 * One device's values, a vector for each block of the plan, clipped, turned, rounded and sealed, bound to its token: split in two, or, where the plan has
 * one server alone (mode C), with the device's own noise.
 */
export async function sealReport(
  { plan, hash }: NamedPlan,
  values: readonly ArrayLike<number>[],
  { token, random, text, digest }: Sealing,
): Promise<Sealed> {
  const { leader, helper, round } = plan;
  const planHash = fromHex(hash);
  const vector = encode(plan.blocks, values, planHash, random);
  if (helper === null) addOwnNoise(vector, plan, random);
  const shares = helper === null ? { leader: vector, helperSeed: undefined } : share(vector, random);
  const reportId = new Uint8Array(ID_BYTES);
  random(reportId);
  const head = { planHash, round, reportId };
  const aad = reportAad(head, fromHex(await digest(token)));
  const seal = async (keys: readonly HpkeKey[], info: string, bytes: Uint8Array) =>
    (await sealTo(keys, text))(info, aad, bytes);
  const bytes = encodeReport({
    ...head,
    token,
    leader: await seal(leader.keys, LEADER_INFO, shareBytes(shares.leader)),
    helper: helper && shares.helperSeed ? await seal(helper.keys, HELPER_INFO, shares.helperSeed) : null,
  });
  return { id: toHex(reportId), bytes };
}

/** The device's own noise, in place: what guards a report from the one server of mode C, and is drawn once for it. */
export function addOwnNoise(
  vector: Uint32Array,
  { sigmaSquared }: Pick<Plan, "sigmaSquared">,
  random: RandomBytes,
): void {
  addNoise(vector, new DiscreteGaussian(sigmaSquared, new RandomWords(random)));
}
