import { openDB } from "idb";
import { StorageError } from "../../src/core/errors.ts";
import type { Connection, Migration, UpgradeTransaction } from "./schema.ts";
import type { LostReason } from "./store.ts";
import { abort } from "./transaction.ts";

/** How long opening may take, upgrades and tabs in the way included. */
const OPEN_LIMIT_MS = 5_000;

export interface DatabaseOptions {
  readonly name: string;
  readonly migrations: readonly Migration[];
  readonly onLost: (why: LostReason) => void;
}

/**
 * Opens the database and brings it to the newest version; rejects with what the browser or a migration threw, or StorageError
 * after the time limit.
 *
 * @param lost The connection is already closed when it is called.
 */
export function openConnection(
  { name, migrations }: Omit<DatabaseOptions, "onLost">,
  lost: (why: LostReason) => void,
): Promise<Connection> {
  let fault: unknown;
  let inTheWay = "";
  const opening: Promise<Connection> = openDB(name, migrations.length, {
    upgrade: (db, from, _to, tx) => {
      migrate(db, tx, migrations.slice(from)).catch((cause) => {
        fault = cause;
      });
    },
    blocked: () => {
      inTheWay = ": another tab holds an older one open; close the shop's other tabs";
    },
    // Held open, this connection would keep a newer Inkling in another tab, or a deletion, waiting.
    blocking: (_version, next, event) => {
      // A versionchange event is dispatched at the connection it is about.
      (event.target as IDBDatabase).close();
      lost(next === null ? "deleted" : "newer");
    },
    terminated: () => lost("closed"),
  });
  const opened = opening.catch((cause) => {
    throw fault ?? cause;
  });
  return withLimit(opened, () => `the store did not open within ${OPEN_LIMIT_MS / 1_000} s${inTheWay}`);
}

async function migrate(db: Connection, tx: UpgradeTransaction, migrations: readonly Migration[]): Promise<void> {
  // Its failure reaches the opener through the request.
  tx.done.catch(() => {});
  try {
    for (const migration of migrations) await migration(db, tx);
  } catch (cause) {
    abort(tx);
    throw cause;
  }
}

/** A connection that comes after the limit is closed again: nobody waits for it, and it would be in the way of others. */
function withLimit(opening: Promise<Connection>, message: () => string): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new StorageError(message()));
      opening.then(
        (db) => db.close(),
        () => {},
      );
    }, OPEN_LIMIT_MS);
    opening.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
