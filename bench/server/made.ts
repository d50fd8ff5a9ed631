import { webcrypto } from "node:crypto";
import { sha256 } from "../../server/crypto/digest.ts";
import { newSigningKey, signer } from "../../server/crypto/sign.ts";
import { makePlan, partyOf } from "../../server/leader/task.ts";
import { newRoundKeys } from "../../server/rounds/openers.ts";
import type { RoundKey } from "../../server/store/keys.ts";
import { TEXT } from "../../server/text.ts";
import { ID_BYTES } from "../../src/core/protocol/bounds.ts";
import { type Plan, planBytes } from "../../src/core/protocol/plan.ts";
import { encodeReport, HELPER_INFO, LEADER_INFO, reportAad } from "../../src/core/protocol/report.ts";
import { sealTo } from "../../workers/federated/seal.ts";

/** 64 kB a report. */
export const VALUES = 16_384;
const DAY_MS = 86_400_000;

/** A round that takes so many reports, and the leader's keys for it. */
export interface Round {
  readonly plan: Plan;
  readonly bytes: Uint8Array;
  readonly keys: readonly RoundKey[];
}

export function makeRound(reports: number, fromMs: number): Round {
  const [keys, helperKeys] = [newRoundKeys(), newRoundKeys()];
  const party = (name: string, own: readonly RoundKey[]) =>
    partyOf(
      `http://${name}.example`,
      signer(newSigningKey()).publicKey,
      own.map(({ id, kem, publicKey }) => ({ id, kem, key: publicKey })),
    );
  const settings = {
    ...{
      task: "head",
      noiseMultiplier: 2.382,
      leastReports: 100,
      largestBatch: reports,
      buckets: 1,
      participationCap: 1,
    },
    ...{ devices: 100_000, delta: 1e-6, maxEpsilon: 2.01, roundMs: DAY_MS, trustMode: "B" as const },
    blocks: [
      { name: "head", kind: "delta" as const, size: VALUES, subset: "all" as const, scale: 4_096, clipNorm: 0.3 },
    ],
  };
  const place = { version: 1, round: 0, model: "zero", fromMs };
  const plan = makePlan(settings, place, party("leader", keys), party("helper", helperKeys));
  return { plan, bytes: planBytes(plan, TEXT), keys };
}

/** Reports of random shares, sealed as a device seals them. */
export async function makeReports({ plan, bytes }: Round, count: number): Promise<readonly Uint8Array[]> {
  const toLeader = await sealTo(plan.leader.keys, TEXT);
  const toHelper = await sealTo(plan.helper!.keys, TEXT);
  const [planHash, token] = [sha256(bytes), new Uint8Array()];
  const random = (length: number): Uint8Array<ArrayBuffer> => webcrypto.getRandomValues(new Uint8Array(length));
  const share = random(4 * VALUES);
  return Promise.all(
    Array.from({ length: count }, async () => {
      const head = { planHash, round: plan.round, reportId: random(ID_BYTES) };
      const aad = reportAad(head, sha256(token));
      const [leader, helper] = [await toLeader(LEADER_INFO, aad, share), await toHelper(HELPER_INFO, aad, random(32))];
      return encodeReport({ ...head, token, leader, helper });
    }),
  );
}
