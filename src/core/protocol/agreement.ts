import type { TextCodec } from "../bytes.ts";
import { MAX_MESSAGE_BYTES, NAME, type PROTOCOL, SIGNATURE_BYTES } from "./bounds.ts";
import { readObject } from "./fields.ts";
import { hpkeKeys } from "./parse-plan.ts";
import type { HpkeKey } from "./plan.ts";

/** Leader to helper, before a plan is made: your HPKE keys for this round. Asked again, they are the same. */
export interface KeyRequest {
  readonly protocol: typeof PROTOCOL;
  readonly task: string;
  readonly round: number;
}

export const keyRequestBytes = (request: KeyRequest, codec: TextCodec): Uint8Array =>
  codec.encode(JSON.stringify(request));

export function parseKeyRequest(bytes: Uint8Array, codec: TextCodec): KeyRequest {
  const fields = readObject(bytes, MAX_MESSAGE_BYTES, "the key request", codec);
  const request: KeyRequest = {
    protocol: fields.protocol(),
    task: fields.text("task", NAME, "is not a name"),
    round: fields.whole("round", 0, 0xffff_ffff),
  };
  fields.end();
  return request;
}

export const keysBytes = (keys: readonly HpkeKey[], codec: TextCodec): Uint8Array =>
  codec.encode(JSON.stringify({ keys }));

export function parseKeys(bytes: Uint8Array, codec: TextCodec): readonly HpkeKey[] {
  const fields = readObject(bytes, MAX_MESSAGE_BYTES, "the helper", codec);
  const keys = hpkeKeys(fields);
  fields.end();
  return keys;
}

/** Helper to leader, of a plan or a log entry that it was sent and agrees to. */
export const signatureBytes = (signature: string, codec: TextCodec): Uint8Array =>
  codec.encode(JSON.stringify({ signature }));

export function parseSignature(bytes: Uint8Array, codec: TextCodec): string {
  const fields = readObject(bytes, MAX_MESSAGE_BYTES, "the signature", codec);
  const signature = fields.hex("signature", SIGNATURE_BYTES);
  fields.end();
  return signature;
}
