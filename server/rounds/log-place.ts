import { FIRST_PREVIOUS, type LogEntry, parseEntry } from "../../src/core/protocol/log.ts";
import { sha256Hex } from "../crypto/digest.ts";
import type { StoredEntry } from "../store/entries.ts";
import { TEXT } from "../text.ts";

/** Where the entry after `last` stands in its task's log; undefined before the first. */
export const placeAfter = (last: StoredEntry | undefined): Pick<LogEntry, "n" | "previous"> =>
  last === undefined
    ? { n: 0, previous: FIRST_PREVIOUS }
    : { n: parseEntry(last.bytes, TEXT).n + 1, previous: sha256Hex(last.bytes) };
