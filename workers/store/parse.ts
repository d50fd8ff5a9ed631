import { MAX_MANIFEST_LENGTH } from "./limits.ts";
import type { Live, Manifest, Outgoing, ReportEntry, Setting, Shared, Tuned } from "./store.ts";

/** What comes out of IndexedDB, into types; undefined for what is not what it should be. */

export function parseSection(value: unknown): Uint8Array | undefined {
  const { bytes } = fields(value);
  return bytes instanceof Uint8Array ? bytes : undefined;
}

export function parseManifest(value: unknown): Manifest | undefined {
  const { text, atMs } = fields(value);
  const sound = typeof text === "string" && text.length <= MAX_MANIFEST_LENGTH && isTime(atMs);
  return sound ? { text, atMs } : undefined;
}

export function parseLive(value: unknown): Live | undefined {
  const { bytes, atMs } = fields(value);
  return bytes instanceof Uint8Array && isTime(atMs) ? { bytes, atMs } : undefined;
}

export function parseSetting(value: unknown): Setting | undefined {
  if (typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  return Array.isArray(value) && value.every((entry) => typeof entry === "string") ? value : undefined;
}

const OUTCOMES: readonly unknown[] = ["accepted", "reverted", "too-few"];
const TEXTS = ["from", "why", "backend"];
const NUMBERS = ["count", "seq", "lists", "heldOut", "gain", "low"];

export function parseTuned(value: unknown): Tuned | undefined {
  const tuned = fields(value);
  const sound =
    (tuned.head === undefined || tuned.head instanceof Uint8Array) &&
    OUTCOMES.includes(tuned.outcome) &&
    isTime(tuned.atMs) &&
    TEXTS.every((name) => typeof tuned[name] === "string") &&
    NUMBERS.every((name) => Number.isFinite(tuned[name]));
  // Every field was checked.
  return sound ? (value as Tuned) : undefined;
}

const SHARED_TEXTS = ["task", "hash", "why"];
const SHARED_NUMBERS = ["version", "heldOut", "gain"];

export function parseShared(value: unknown): Shared | undefined {
  const shared = fields(value);
  const sound =
    shared.weights instanceof Float32Array &&
    shared.weights.every(Number.isFinite) &&
    isTime(shared.atMs) &&
    typeof shared.accepted === "boolean" &&
    typeof shared.canary === "boolean" &&
    SHARED_TEXTS.every((name) => typeof shared[name] === "string") &&
    SHARED_NUMBERS.every((name) => Number.isFinite(shared[name]));
  // Every field was checked.
  return sound ? (value as Shared) : undefined;
}

/** Attempts to train that came to nothing, and when the first of them began. */
export function parseTries(value: unknown): { readonly count: number; readonly atMs: number } | undefined {
  const { count, atMs } = fields(value);
  return Number.isInteger(count) && isTime(atMs) ? { count: count as number, atMs } : undefined;
}

export function parseOutgoing(value: unknown): Outgoing | undefined {
  const { id, bytes, dueMs, untilMs, tries } = fields(value);
  const sound =
    typeof id === "string" &&
    bytes instanceof Uint8Array &&
    isTime(dueMs) &&
    isTime(untilMs) &&
    Number.isInteger(tries);
  // Every field was checked.
  return sound ? (value as Outgoing) : undefined;
}

const FATES: readonly unknown[] = ["waiting", "accepted", "rejected", "late", "cancelled"];
const MODES: readonly unknown[] = ["A", "B", "C"];
const ENTRY_TEXTS = ["id", "plan", "task", "to"];
const ENTRY_NUMBERS = ["round", "bytes", "microRho"];

export function parseReportEntry(value: unknown): ReportEntry | undefined {
  // Lines from before there was mode C do not name one.
  const entry = fields({ trustMode: "B", ...fields(value) });
  const sound =
    ENTRY_TEXTS.every((name) => typeof entry[name] === "string") &&
    ENTRY_NUMBERS.every((name) => Number.isSafeInteger(entry[name])) &&
    isTime(entry.atMs) &&
    (entry.sentMs === undefined || isTime(entry.sentMs)) &&
    Array.isArray(entry.blocks) &&
    entry.blocks.every((name) => typeof name === "string") &&
    MODES.includes(entry.trustMode) &&
    FATES.includes(entry.fate);
  // Every field was checked.
  return sound ? (entry as unknown as ReportEntry) : undefined;
}

function isTime(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && value <= 8.64e15;
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  // Any object may be asked for any name; whatever comes is checked by type.
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
