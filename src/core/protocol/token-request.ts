import { Writer } from "../bytes.ts";
import { RefusedError } from "./refusal.ts";
import { RSA_BYTES, TOKEN_TYPE } from "./token.ts";

/** RFC 9578, section 6.1, and behind it what the issuer is shown. */
export interface TokenRequest {
  /** The last byte of the key's id. */
  readonly truncatedKeyId: number;
  readonly blinded: Uint8Array;
  /** By the plan's attestation. none: empty. pow: 8 bytes, see work.ts. shop-session: the shop's statement, in ASCII. */
  readonly proof: Uint8Array;
}

const REQUEST_BYTES = 3 + RSA_BYTES;
export const MAX_PROOF_BYTES = 1_024;
export const MAX_TOKEN_REQUEST_BYTES: number = REQUEST_BYTES + MAX_PROOF_BYTES;
/** Of the request and its answer, which is a blind signature of 256 bytes. */
export const TOKEN_REQUEST_TYPE = "application/private-token-request";
export const TOKEN_RESPONSE_TYPE = "application/private-token-response";

/** Big-endian u16 type, u8 last byte of the key's id, blinded message 256; then the proof. */
export function encodeTokenRequest({ truncatedKeyId, blinded, proof }: TokenRequest): Uint8Array<ArrayBuffer> {
  return new Writer()
    .u8(TOKEN_TYPE >>> 8)
    .u8(TOKEN_TYPE & 0xff)
    .u8(truncatedKeyId)
    .raw(blinded)
    .raw(proof)
    .finish();
}

/** Views on `bytes`. Throws RefusedError. */
export function parseTokenRequest(bytes: Uint8Array): TokenRequest {
  if (bytes.length > MAX_TOKEN_REQUEST_BYTES) throw new RefusedError("too-large", "the token request is too large");
  if (bytes.length < REQUEST_BYTES) throw new RefusedError("malformed", "the token request is cut short");
  const type = (bytes[0]! << 8) | bytes[1]!;
  if (type !== TOKEN_TYPE) throw new RefusedError("version", `a token request of type ${type}, not ${TOKEN_TYPE}`);
  return {
    truncatedKeyId: bytes[2]!,
    blinded: bytes.subarray(3, REQUEST_BYTES),
    proof: bytes.subarray(REQUEST_BYTES),
  };
}
