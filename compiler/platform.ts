import { createHash } from "node:crypto";
import type { TextCodec } from "../src/core/bytes.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Node's UTF-8 for the core's formats. */
export const NODE_TEXT: TextCodec = {
  encode: (text) => encoder.encode(text),
  decode: (bytes) => decoder.decode(bytes),
};

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
