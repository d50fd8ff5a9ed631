import type { Database } from "./database.ts";
import { parseShared } from "./parse.ts";
import type { Shared } from "./store.ts";

/** The model that is kept; undefined also where it cannot be read. */
export async function readShared(database: Database): Promise<Shared | undefined> {
  return parseShared(await database.read(["models"], (tx) => tx.objectStore("models").get("shared")));
}

export function forgetShared(database: Database): Promise<void> {
  return database.write(["models"], "strict", (tx) => tx.objectStore("models").delete("shared"));
}

/** The model that all learned together, in IndexedDB, and whether this device tries new ones: what a reporter does with it. */
export class SharedTable {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  read(): Promise<Shared | undefined> {
    return readShared(this.#database);
  }

  /**
   * In place of the one before; undefined: none is published. False, and nothing, where what its choices say was cancelled or erased since the marker was read
   * (ReportTable).
   */
  follow(shared: Shared | undefined, marker: unknown): Promise<boolean> {
    return this.#database.write(["ledger", "models"], "relaxed", async (tx) => {
      if ((await tx.objectStore("ledger").get("marker")) !== marker) return false;
      const models = tx.objectStore("models");
      await (shared === undefined ? models.delete("shared") : models.put(shared, "shared"));
      return true;
    });
  }

  /** A number from 0 to 1 that is drawn once. */
  draw(drawn: number): Promise<number> {
    return this.#database.write(["models"], "relaxed", async (tx) => {
      const models = tx.objectStore("models");
      const kept: unknown = await models.get("draw");
      if (typeof kept === "number") return kept;
      await models.put(drawn, "draw");
      return drawn;
    });
  }
}
