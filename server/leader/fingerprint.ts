import { createHash } from "node:crypto";
import { TAG_BYTES } from "../../src/core/protocol/bounds.ts";
import { type Report, reportAad } from "../../src/core/protocol/report.ts";
import { sha256 } from "../crypto/digest.ts";

/**
 * Tells a copy of a report from another one of the same id: SHA-256 in hex of its head, keys and authentication tags. The ciphertexts, nearly all of its bytes, need not be
 * hashed for that: whoever can make two of one tag has both keys, and gains only another answer to a report of their own.
 */
export function fingerprint(report: Report): string {
  const hash = createHash("sha256").update(reportAad(report, sha256(report.token)));
  for (const box of [report.leader, report.helper])
    if (box !== null)
      hash.update(Buffer.of(box.keyId)).update(box.encapsulated).update(box.sealed.subarray(-TAG_BYTES));
  return hash.digest("hex");
}
