import type { TextCodec } from "../bytes.ts";
import type { Fields } from "./fields.ts";
import type { Plan } from "./plan.ts";
import { RefusedError } from "./refusal.ts";
import { challengeBytes, RSA_BYTES } from "./token.ts";

/**
 * What a device shows for a token. none: nothing, so that tokens stop replays and not many fakes. pow: work, which makes fakes cost something.
 * shop-session: a statement of the shop's own server about the shopper's session.
 */
export type Attestation = "none" | "pow" | "shop-session";
export const ATTESTATIONS: readonly Attestation[] = ["none", "pow", "shop-session"];

/** The tokens of one plan's reports. */
export interface PlanTokens {
  /** The RSA modulus, 256 bytes in hex, of a key that is this plan's alone; the exponent is 65,537. */
  readonly key: string;
  readonly attestation: Attestation;
  /** Of pow alone: leading zero bits of a hash. */
  readonly difficulty?: number;
}

/** 2^26 hashes: a minute or two of a laptop. */
export const MOST_DIFFICULTY = 26;

export function planTokens(fields: Fields): PlanTokens {
  const attestation = fields.word("attestation", ATTESTATIONS);
  const read: PlanTokens = {
    key: modulus(fields),
    attestation,
    ...(attestation === "pow" && { difficulty: fields.whole("difficulty", 1, MOST_DIFFICULTY) }),
  };
  fields.end();
  return read;
}

/** Of 2,048 bits, and odd as a product of primes is. */
function modulus(fields: Fields): string {
  const key = fields.hex("key", RSA_BYTES);
  if (!/^[89a-f].*[13579bdf]$/.test(key))
    throw new RefusedError("range", `${fields.what}: key is no RSA modulus of 2,048 bits`);
  return key;
}

/** What the redemption context is the SHA-256 of: a token is good for one task and one epoch. */
export const contextBytes = ({ task, epoch }: Pick<Plan, "task" | "epoch">, codec: TextCodec): Uint8Array =>
  codec.encode(`inkling epoch 1\0${task}\n${epoch.from}\n${epoch.until}`);

/** The challenge of a plan's tokens. The leader issues them and takes them back. `context`: SHA-256 of contextBytes. */
export function planChallenge({ leader }: Pick<Plan, "leader">, context: Uint8Array): Uint8Array<ArrayBuffer> {
  const host = leader.origin.replace(/^https?:\/\//, "");
  return challengeBytes(host, context, host);
}
