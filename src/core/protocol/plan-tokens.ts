import type { TextCodec } from "../bytes.ts";
import type { Fields } from "./fields.ts";
import type { Attestation, Plan, PlanTokens } from "./plan.ts";
import { challengeBytes } from "./token.ts";

export const ATTESTATIONS: readonly Attestation[] = ["none", "pow", "shop-session"];

/** 256 bytes in hex: of 2,048 bits, and odd as a product of primes is. */
const MODULUS = /^[89a-f][0-9a-f]{510}[13579bdf]$/;
/** 2^22 hashes: seconds of a laptop, a quarter of a minute of a phone. */
export const MOST_DIFFICULTY = 22;

export function planTokens(fields: Fields): PlanTokens {
  const attestation = fields.word("attestation", ATTESTATIONS);
  const read: PlanTokens = {
    key: fields.text("key", MODULUS, "is no modulus of 2,048 bits"),
    attestation,
    ...(attestation === "pow" && { difficulty: fields.whole("difficulty", 1, MOST_DIFFICULTY) }),
  };
  fields.end();
  return read;
}

/** What the redemption context is the SHA-256 of: a token is good for one task and one epoch. */
export const contextBytes = ({ task, epoch }: Pick<Plan, "task" | "epoch">, codec: TextCodec): Uint8Array =>
  codec.encode(`inkling epoch 1\0${task}\n${epoch.from}\n${epoch.until}`);

/** The challenge of a plan's tokens. The leader issues them and takes them back. `context`: SHA-256 of contextBytes. */
export function planChallenge({ leader }: Pick<Plan, "leader">, context: Uint8Array): Uint8Array<ArrayBuffer> {
  const host = leader.origin.replace(/^https?:\/\//, "");
  return challengeBytes(host, context, host);
}
