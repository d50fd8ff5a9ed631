import { RefusedError } from "./refusal.ts";

/** The leader's share as it is sealed: values mod 2^32, little-endian. */
export function shareBytes(share: Uint32Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4 * share.length);
  const view = new DataView(bytes.buffer);
  share.forEach((value, at) => void view.setUint32(4 * at, value, true));
  return bytes;
}

/** Throws RefusedError where the bytes are not exactly `size` values. */
export function parseShare(bytes: Uint8Array, size: number): Uint32Array<ArrayBuffer> {
  if (bytes.length !== 4 * size)
    throw new RefusedError("malformed", `a share has ${bytes.length} bytes, not ${4 * size}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const share = new Uint32Array(size);
  for (let at = 0; at < size; at++) share[at] = view.getUint32(4 * at, true);
  return share;
}
