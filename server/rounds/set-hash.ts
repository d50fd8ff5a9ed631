import { setBytes } from "../../src/core/protocol/set-hash.ts";
import { sha256Hex } from "../crypto/digest.ts";

/** What the aggregators compare before they open: which reports, by their ids in hex. */
export const setHashOf = (reportIds: Iterable<string>): string => sha256Hex(setBytes(reportIds));
