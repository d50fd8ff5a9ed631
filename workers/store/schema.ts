import type { DBSchema, IDBPDatabase, IDBPTransaction } from "idb";

/**
 * Tables and keys. Values are `unknown` on purpose: another version, a curious user or a fault may have written them, so
 * whoever reads them parses them.
 */
export interface StoreSchema extends DBSchema {
  /** ShopEvent by a number that the browser hands out, rising for ever. */
  events: { key: number; value: unknown };
  /** `{atMs}` by `purchaseKey`; outlives the events it came from. */
  purchases: { key: string; value: unknown; indexes: { atMs: number } };
  /** "compacted": Compacted. */
  profile: { key: string; value: unknown };
  /** Setting by its key. */
  settings: { key: string; value: unknown };
  /** `{bytes, sizeBytes}` by SHA-256. */
  sections: { key: string; value: unknown; indexes: { sizeBytes: number } };
  /** "manifest": Manifest; "live": Live. */
  catalogue: { key: string; value: unknown };
  /** "head": Tuned; "shared": Shared; "draw": whether it tries new ones, see SharedTable; "calibration": which tfjs backend is the fastest here; "tries": see parseTries. */
  models: { key: string; value: unknown };
  /** "ledger": Ledger; "spent", "plans": its totals, which outlive erasing; "marker", "imported", "next", "tokens": see ReportTable. */
  ledger: { key: string; value: unknown };
  /** Outgoing by its id. */
  outbox: { key: string; value: unknown };
  /** ReportEntry by its id. */
  reports: { key: string; value: unknown; indexes: { plan: string; atMs: number } };
}

export type Connection = IDBPDatabase<StoreSchema>;
export type TableName =
  | "events"
  | "purchases"
  | "profile"
  | "settings"
  | "sections"
  | "catalogue"
  | "models"
  | "ledger"
  | "outbox"
  | "reports";
export type ReadTransaction = IDBPTransaction<StoreSchema, TableName[], "readonly">;
export type WriteTransaction = IDBPTransaction<StoreSchema, TableName[], "readwrite">;
export type UpgradeTransaction = IDBPTransaction<StoreSchema, TableName[], "versionchange">;

/** Brings a database from one version to the next. May await nothing but requests of the transaction. */
export type Migration = (db: Connection, tx: UpgradeTransaction) => void | Promise<void>;

/** Migration i leads from version i to i + 1. Released ones never change; the schema's version is their number. */
export const MIGRATIONS: readonly Migration[] = [
  (db) => {
    db.createObjectStore("events", { autoIncrement: true });
    db.createObjectStore("purchases").createIndex("atMs", "atMs");
    db.createObjectStore("profile");
    db.createObjectStore("settings");
    db.createObjectStore("sections").createIndex("sizeBytes", "sizeBytes");
    db.createObjectStore("catalogue");
  },
  (db) => void db.createObjectStore("models"),
  (db) => {
    db.createObjectStore("ledger");
    db.createObjectStore("outbox");
    const reports = db.createObjectStore("reports");
    reports.createIndex("plan", "plan");
    reports.createIndex("atMs", "atMs");
  },
];
