import { Writer } from "../bytes.ts";
import { HASH_BYTES } from "./bounds.ts";
import { RefusedError } from "./refusal.ts";

/** Privacy Pass's type of publicly verifiable tokens: Blind RSA with 2,048 bits, RSABSSA-SHA384-PSS-Deterministic (RFC 9578, section 6; RFC 9474). */
export const TOKEN_TYPE = 0x0002;
/** Of a modulus, a blinded message and a signature. */
export const RSA_BYTES = 256;
export const NONCE_BYTES = 32;
/** What is signed of a token: all but its authenticator. */
export const TOKEN_INPUT_BYTES: number = 2 + NONCE_BYTES + 2 * HASH_BYTES;
export const TOKEN_BYTES: number = TOKEN_INPUT_BYTES + RSA_BYTES;

/** RFC 9577, section 2.2. */
export interface Token {
  readonly nonce: Uint8Array;
  /** SHA-256 of challengeBytes. */
  readonly challengeDigest: Uint8Array;
  /** SHA-256 of tokenKeyBytes. */
  readonly keyId: Uint8Array;
  /** RSASSA-PSS signature over tokenInput: SHA-384, MGF1 with SHA-384, a salt of 48 bytes. */
  readonly authenticator: Uint8Array;
}

type TokenInput = Omit<Token, "authenticator">;

/** Privacy Pass writes its numbers big-endian. */
const u16 = (writer: Writer, value: number): Writer => writer.u8(value >>> 8).u8(value & 0xff);

export function tokenInput({ nonce, challengeDigest, keyId }: TokenInput): Uint8Array<ArrayBuffer> {
  return u16(new Writer(), TOKEN_TYPE).raw(nonce).raw(challengeDigest).raw(keyId).finish();
}

export function encodeToken(token: Token): Uint8Array<ArrayBuffer> {
  return new Writer().raw(tokenInput(token)).raw(token.authenticator).finish();
}

/** Views on `bytes`. Whether its signature is one is for whoever has the key to say. Throws RefusedError. */
export function parseToken(bytes: Uint8Array): Token {
  if (bytes.length !== TOKEN_BYTES)
    throw new RefusedError("malformed", `a token has ${TOKEN_BYTES} bytes, not ${bytes.length}`);
  const type = (bytes[0]! << 8) | bytes[1]!;
  if (type !== TOKEN_TYPE) throw new RefusedError("version", `a token of type ${type}, not ${TOKEN_TYPE}`);
  const challengeAt = 2 + NONCE_BYTES;
  return {
    nonce: bytes.subarray(2, challengeAt),
    challengeDigest: bytes.subarray(challengeAt, challengeAt + HASH_BYTES),
    keyId: bytes.subarray(challengeAt + HASH_BYTES, TOKEN_INPUT_BYTES),
    authenticator: bytes.subarray(TOKEN_INPUT_BYTES),
  };
}

/** What a token is asked for and redeemed against: TokenChallenge, RFC 9577, section 2.1. Names are in ASCII. */
export function challengeBytes(issuer: string, redemptionContext: Uint8Array, origin: string): Uint8Array<ArrayBuffer> {
  const writer = u16(new Writer(), TOKEN_TYPE);
  name(writer, issuer).u8(redemptionContext.length).raw(redemptionContext);
  return name(writer, origin).finish();
}

function name(writer: Writer, text: string): Writer {
  u16(writer, text.length);
  for (let at = 0; at < text.length; at++) writer.u8(text.charCodeAt(at));
  return writer;
}

/** SubjectPublicKeyInfo with the id-RSASSA-PSS algorithm and the parameters above, as far as the modulus (RFC 9578, section 6.5). */
const KEY_HEAD =
  "30820152303d06092a864886f70d01010a3030a00d300b0609608648016503040202a11a301806092a864886f70d010108300b0609608648016503040202a203020130" +
  "0382010f003082010a0282010100";
/** The exponent, 65,537. */
const KEY_TAIL = "0203010001";

/** A token key in hex, as it is published and named, of its modulus in hex. */
export const tokenKeyHex = (modulus: string): string => KEY_HEAD + modulus + KEY_TAIL;
