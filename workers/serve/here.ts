import type { Digest, TextCodec } from "../../src/core/bytes.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export const text: TextCodec = { encode: (string) => encoder.encode(string), decode: (bytes) => decoder.decode(bytes) };

/** SHA-256, in hexadecimal; undefined where the platform has none (plain http). */
export const digest: Digest | undefined = isSecureContext ? sha256 : undefined;

async function sha256(bytes: Uint8Array): Promise<string> {
  // Nothing here is shared with another thread, which is all that the platform refuses; a copy of a section takes a millisecond.
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
