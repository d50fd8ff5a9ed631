import { Writer } from "../bytes.ts";

/** The answer to a challenge: a number in 8 bytes. */
export const WORK_BYTES = 8;

/**
 * What the seed of a piece of work is the SHA-256 of: the plan, which is of one epoch, and the token request without its proof. So work is of use for
 * that one request, and each further token takes as much again (hashcash, Back 2002).
 */
export function workBytes(planHash: Uint8Array, request: Uint8Array): Uint8Array<ArrayBuffer> {
  const writer = new Writer();
  for (const letter of "inkling work 1") writer.u8(letter.charCodeAt(0));
  return writer.u8(0).raw(planHash).raw(request).finish();
}

/** What is hashed for one try: seed 32, then the 8 bytes. The SHA-256 of it must begin with as many zero bits as the plan says. */
export const tryBytes = (seed: Uint8Array, answer: Uint8Array): Uint8Array<ArrayBuffer> =>
  new Writer().raw(seed).raw(answer).finish();

/** How many zero bits a hash begins with. */
export function zeroBits(hash: Uint8Array): number {
  const first = hash.findIndex((byte) => byte !== 0);
  return first < 0 ? 8 * hash.length : 8 * first + Math.clz32(hash[first]!) - 24;
}
