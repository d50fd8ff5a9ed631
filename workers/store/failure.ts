import { InklingError, StorageError } from "../../src/core/errors.ts";

/** What the browser's exception names mean here and what to do about it. */
const MESSAGES: Readonly<Record<string, string>> = {
  VersionError: "a newer Inkling has used this device's store: reload the page",
  QuotaExceededError: "no room left for the store: free some space",
  UnknownError: "the store could not be read or written: is the disk full, or storage denied?",
  SecurityError: "no storage is allowed here: cookies are blocked, or the frame is sandboxed",
  InvalidStateError: "the store is closed, or none is allowed",
  NotFoundError: "the store lacks a part: clear the site's data",
  AbortError: "a change broke off",
  ReferenceError: "this browser has no IndexedDB",
};

/** Any failure of the platform as a StorageError with the cause; Inkling's own errors as they are. */
export function storageError(cause: unknown): InklingError {
  if (cause instanceof InklingError) return cause;
  const name = cause instanceof Error ? cause.name : "";
  return new StorageError(MESSAGES[name] ?? `the store failed: ${String(cause)}`, { cause });
}

/** The name of the browser's exception behind an error, or "". */
export function causeName(error: unknown): string {
  return error instanceof Error && error.cause instanceof Error ? error.cause.name : "";
}

/**
 * Whether the connection is gone, so that a new one may help. A closed connection refuses transactions with InvalidStateError;
 * Safari, whose storage process may die under a suspended page, fails running ones with "Connection to Indexed Database
 * server lost" (bugs.webkit.org/show_bug.cgi?id=197050, 201483); Chromium aborts them saying that the connection is closing.
 */
export function isConnectionLost(cause: unknown): boolean {
  if (!(cause instanceof DOMException)) return false;
  return cause.name === "InvalidStateError" || /connection/i.test(cause.message);
}
