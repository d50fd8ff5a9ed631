/** What the engine knows of its store, whichever there is: types only. */

import type { Compacted } from "../../src/core/event/compact.ts";
import type { ShopEvent } from "../../src/core/event/event.ts";
import type { Ledger } from "../../src/core/privacy/ledger/ledger.ts";

/** A kept event and its place in the order of arrival. `seq` rises, has gaps, and is never used twice, not even after erase. */
export type StoredEvent = ShopEvent & { readonly seq: number };

/**
 * Another tab has appended events, erased everything or ("afresh") all but what was asked for, paused or resumed, stored a manifest or live file, or changed
 * a setting, a learner has come to an end, a report was written or sent, or those that wait were cancelled: read again what of it is held in memory.
 */
export type ForeignChange =
  | "events"
  | "erased"
  | "afresh"
  | "paused"
  | "resumed"
  | "catalogue"
  | "settings"
  | "models"
  | "reports"
  | Cancelling;

/** Why no report goes out: the shopper paused, or contributes no more. */
export type Cancelling = "cancelled" | "withdrawn";

/**
 * "closed": the browser closed the connection (site data cleared, disk fault); "deleted": somebody deleted the database.
 * In both cases the next call opens it anew, perhaps empty: read again. "newer": a newer Inkling in another tab has taken the
 * store over, and every further call is refused: go on in memory.
 */
export type LostReason = "closed" | "deleted" | "newer";

export interface StoreLimits {
  /** Events kept before `compact` folds the oldest quarter of them. */
  readonly events: number;
  /** The same bound in bytes, as estimated. */
  readonly eventBytes: number;
}

export interface StoreOptions {
  /** Stores of different names know nothing of each other. Default "inkling". */
  readonly name?: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly onLost: (why: LostReason) => void;
  /** How the other tabs are told of what changes. */
  readonly channel: { tell(what: ForeignChange): void };
  /** Default 5,000 events and 2,000,000 bytes. */
  readonly limits?: StoreLimits;
}

export interface Appended {
  readonly stored: number;
  /** Purchases of a transaction and product that were kept before. */
  readonly duplicates: number;
  /** Those stored, in order. */
  readonly events: readonly StoredEvent[];
}

export interface Reading {
  /** All kept events, in order of arrival. */
  readonly events: readonly StoredEvent[];
  /** What the events before them were folded into. */
  readonly compacted: Compacted;
  /** Rows that could not be read and were left out: of another version, changed by hand, or damaged. */
  readonly skipped: number;
}

/** Whether nothing of a product of this id is to be kept. */
export type Forgotten = (id: string | undefined) => boolean;

/** What is to be kept of an event: the same one where that is all of it, undefined where it is nothing. */
export type Left = <T extends ShopEvent>(event: T) => T | undefined;

/** A file of the catalogue as last fetched. */
export interface Manifest {
  readonly text: string;
  readonly atMs: number;
}

export interface Live {
  readonly bytes: Uint8Array;
  readonly atMs: number;
}

/** What training on this device last came to. */
export interface Tuned {
  /** What training began with: trainedFrom. */
  readonly from: string;
  /** Absent where the shipped one stays. As encodeLearned writes it, without an encoder. */
  readonly head?: Uint8Array;
  /** Trainings so far, this one too. */
  readonly count: number;
  readonly atMs: number;
  /** The newest event that it knew. */
  readonly seq: number;
  readonly outcome: "accepted" | "reverted" | "too-few";
  /** In words. */
  readonly why: string;
  /** Lists that were trained on, and those that it was judged by. */
  readonly lists: number;
  readonly heldOut: number;
  /** How much better on those it ranked what was chosen, and what that is above with some certainty. */
  readonly gain: number;
  readonly low: number;
  /** What computed it. */
  readonly backend: string;
}

/** The model that a task names, and what this device makes of it. */
export interface Shared {
  readonly task: string;
  /** SHA-256 of its bytes, in hex. */
  readonly hash: string;
  readonly version: number;
  /** One that only some devices try. */
  readonly canary: boolean;
  /** In the order of FEATURES. */
  readonly weights: Float32Array;
  /** Whether rankings follow it, and why in words. */
  readonly accepted: boolean;
  readonly why: string;
  /** When it was last judged, by how many choices, and how much likelier it makes one of them. */
  readonly atMs: number;
  readonly heldOut: number;
  readonly gain: number;
}

/** A sealed report that waits to be sent, and is never made anew. */
export interface Outgoing {
  /** The report's id, in hex. */
  readonly id: string;
  readonly bytes: Uint8Array;
  /** Sent not before, and not after (epoch ms). */
  readonly dueMs: number;
  readonly untilMs: number;
  /** Attempts so far. */
  readonly tries: number;
}

/** What became of a report. late: its plan took no more; cancelled: by the shopper, before it was sent. */
export type ReportFate = "waiting" | "accepted" | "rejected" | "late" | "cancelled";

/** A line of the log of what has left this device, or is about to. */
export interface ReportEntry {
  readonly id: string;
  /** SHA-256 of the plan, in hex; a device answers each once. */
  readonly plan: string;
  readonly task: string;
  readonly round: number;
  /** The leader's origin. */
  readonly to: string;
  /** Of its plan. */
  readonly trustMode: "A" | "B" | "C";
  /** When it was written and charged, and when last sent. */
  readonly atMs: number;
  readonly sentMs?: number;
  /** Size in bytes, and the names of the blocks. */
  readonly bytes: number;
  readonly blocks: readonly string[];
  /** What was charged. */
  readonly microRho: number;
  readonly fate: ReportFate;
}

/** What a device has contributed. */
export interface Contributed {
  /** Undefined before it was first asked to. */
  readonly ledger: Ledger | undefined;
  /** The newest first. */
  readonly reports: readonly ReportEntry[];
  /** When there is something to do again (epoch ms); 0 at first. */
  readonly nextMs: number;
  /** Requests for tokens, whatever came of them. */
  readonly tokens: number;
}

/** A small value that survives: a flag, a number, a name, or a list of names. */
export type Setting = boolean | number | string | readonly string[];

/**
 * Everything the device keeps. Every call may reject with StorageError (go on in memory), and those that put with
 * RequestError where the value is beyond its bound.
 */
export interface Store {
  readonly kind: "indexeddb" | "memory";
  /** Resolves once the events are committed, all or none. */
  append(events: readonly ShopEvent[]): Promise<Appended>;
  /** Adds what was exported, and the ledger that was exported with it. These events, and all before them, are never contributed. */
  importEvents(events: readonly ShopEvent[], ledger: Ledger | undefined): Promise<Appended>;
  read(): Promise<Reading>;
  /** The kept events after `seq`, in order. */
  readSince(seq: number): Promise<readonly StoredEvent[]>;
  /** Folds the oldest events, when there are more than the limits. Call it in idle time after appending; cheap when not due. */
  compact(): Promise<{ readonly folded: number }>;
  size(): Promise<{ readonly events: number; readonly bytes: number }>;
  /** Undefined also where what is kept cannot be read. */
  tuned(): Promise<Tuned | undefined>;
  /** The model that all learned together; undefined where there is none, and where what is kept cannot be read. */
  shared(): Promise<Shared | undefined>;
  /** It is not ranked with any more, and not kept. */
  forgetShared(): Promise<void>;
  /** Whether a learner is at work on it, in whichever tab. */
  isLearning(): Promise<boolean>;
  /** Undefined where nothing can be contributed from. */
  contributed(): Promise<Contributed | undefined>;
  /** Reports that wait are never sent; what they cost stays spent. */
  cancelReports(why: Cancelling): Promise<void>;
  /**
   * Forgets events, what they were folded into, transactions, settings, what was learned, and reports that wait or were sent, all but what was
   * spent on them, in all and on each plan; not the catalogue. `afresh`: only what the shopper did and what was learned of it. How many events there were.
   */
  erase(afresh?: boolean): Promise<number>;
  /** Keeps of each event what is `left`, and forgets all else that is of the products `forgotten`, if any, with what was learned; strict, as erasing is. */
  forget(left: Left, forgotten: Forgotten | undefined): Promise<void>;
  /** A catalogue section by its SHA-256; the caller checks the bytes against it. */
  section(hash: string): Promise<Uint8Array | undefined>;
  /** Stores a section, and removes those that are neither it nor in `keep`. At most 64 MB in all. */
  putSection(hash: string, bytes: Uint8Array, keep: readonly string[]): Promise<void>;
  manifest(): Promise<Manifest | undefined>;
  putManifest(text: string, atMs: number): Promise<void>;
  live(): Promise<Live | undefined>;
  putLive(bytes: Uint8Array, atMs: number): Promise<void>;
  setting(key: string): Promise<Setting | undefined>;
  /** `undefined` removes it. */
  putSetting(key: string, value: Setting | undefined): Promise<void>;
  /**
   * The page is leaving, perhaps into the back-forward cache: closes the connection once running transactions have ended. A call after that works, and
   * opens another.
   */
  freeze(): void;
  /** For good: every later call is refused. */
  close(): void;
}
