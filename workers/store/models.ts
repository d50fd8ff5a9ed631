import type { Database } from "./database.ts";
import { parseTries, parseTuned } from "./parse.ts";
import type { Tuned } from "./store.ts";

/** Attempts that may come to nothing (a page left, a crash) before training rests for a while. */
const MAX_TRIES = 5;
const TRIES_MS = 3_600_000;

/** What training last came to; undefined also where what is kept cannot be read. */
export async function readTuned(database: Database): Promise<Tuned | undefined> {
  return parseTuned(await database.read(["models"], (tx) => tx.objectStore("models").get("head")));
}

/** What was learned on this device, in IndexedDB. */
export class ModelTable {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  tuned(): Promise<Tuned | undefined> {
    return readTuned(this.#database);
  }

  /** Numbers of events are used once, so the newest is there unless all were erased: an erasure is never undone by a late learner. */
  put(tuned: Tuned): Promise<boolean> {
    return this.#database.write(["events", "models"], "relaxed", async (tx) => {
      if ((await tx.objectStore("events").getKey(tuned.seq)) === undefined) return false;
      const models = tx.objectStore("models");
      await Promise.all([models.put(tuned, "head"), models.delete("tries")]);
      return true;
    });
  }

  begin(atMs: number): Promise<boolean> {
    return this.#database.write(["models"], "relaxed", async (tx) => {
      const models = tx.objectStore("models");
      const last = parseTries(await models.get("tries"));
      const recent = last !== undefined && atMs >= last.atMs && atMs - last.atMs < TRIES_MS;
      if (recent && last.count >= MAX_TRIES) return false;
      await models.put({ count: recent ? last.count + 1 : 1, atMs: recent ? last.atMs : atMs }, "tries");
      return true;
    });
  }

  readonly calibration = {
    read: (): Promise<unknown> => this.#database.read(["models"], (tx) => tx.objectStore("models").get("calibration")),
    write: (calibration: object): Promise<void> =>
      this.#database.write(["models"], "relaxed", async (tx) => {
        await tx.objectStore("models").put(calibration, "calibration");
      }),
  };
}
