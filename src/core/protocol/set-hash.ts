import { ID_BYTES } from "./bounds.ts";
import { fromHex } from "./hex.ts";

/** What setHash is the SHA-256 of: the accepted reports' ids (hex), sorted, each 16 bytes. */
export function setBytes(reportIds: Iterable<string>): Uint8Array<ArrayBuffer> {
  const sorted = [...reportIds].sort();
  const bytes = new Uint8Array(ID_BYTES * sorted.length);
  sorted.forEach((id, at) => void bytes.set(fromHex(id), ID_BYTES * at));
  return bytes;
}
