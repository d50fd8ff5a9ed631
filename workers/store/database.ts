import { StorageError } from "../../src/core/errors.ts";
import { type DatabaseOptions, openConnection } from "./connection.ts";
import { isConnectionLost, storageError } from "./failure.ts";
import type { Connection, ReadTransaction, TableName, WriteTransaction } from "./schema.ts";
import { settle } from "./transaction.ts";

/**
 * When a transaction counts as complete: "relaxed" once the operating system has the bytes, "strict" once the disk has. Both
 * survive the death of worker, tab and browser (a browser killed after an acknowledgement kept everything, 8 times of 8 either
 * way); only strict survives a power cut, at 1.6 times the time an append on a fast disk and far more on a slow one. Chromium
 * before 121 defaulted to strict (developer.chrome.com/blog/indexeddb-durability-mode-now-defaults-to-relaxed).
 */
export type Durability = "relaxed" | "strict";

/** One IndexedDB connection that opens when needed and again when lost. All failures come out as StorageError. */
export class Database {
  readonly #options: DatabaseOptions;
  #opening: Promise<Connection> | undefined;
  #closed = false;

  constructor(options: DatabaseOptions) {
    this.#options = options;
  }

  /** Runs `work` in a transaction of its own; what it gives comes back once the transaction has completed. */
  read<T>(tables: TableName[], work: (tx: ReadTransaction) => Promise<T>): Promise<T> {
    return this.#retried(async () => settle((await this.#connect()).transaction(tables, "readonly"), work));
  }

  write<T>(tables: TableName[], durability: Durability, work: (tx: WriteTransaction) => Promise<T>): Promise<T> {
    return this.#retried(async () =>
      settle((await this.#connect()).transaction(tables, "readwrite", { durability }), work),
    );
  }

  async open(): Promise<void> {
    await this.#retried(() => this.#connect());
  }

  /** Closes the connection once its running transactions have ended; the next use opens another. */
  release(): void {
    const opening = this.#opening;
    this.#opening = undefined;
    opening?.then(
      (db) => db.close(),
      () => {},
    );
  }

  close(): void {
    this.#closed = true;
    this.release();
  }

  /**
   * A lost connection is replaced once. What it was doing was aborted with it, so doing it again does it once; only if it was
   * lost between the commit and its confirmation are the events there twice (purchases not).
   */
  async #retried<T>(attempt: () => Promise<T>): Promise<T> {
    try {
      return await attempt();
    } catch (cause) {
      if (!isConnectionLost(cause)) throw storageError(cause);
      this.release();
    }
    try {
      return await attempt();
    } catch (cause) {
      throw storageError(cause);
    }
  }

  #connect(): Promise<Connection> {
    if (this.#closed) throw new StorageError("the store has been closed");
    if (this.#opening !== undefined) return this.#opening;
    const opening = openConnection(this.#options, (why) => {
      if (this.#opening === opening) this.#opening = undefined;
      this.#options.onLost(why);
    });
    opening.catch(() => {
      if (this.#opening === opening) this.#opening = undefined;
    });
    this.#opening = opening;
    return opening;
  }
}
