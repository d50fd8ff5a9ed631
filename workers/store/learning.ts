import { CatalogueTable } from "./catalogue.ts";
import { Channel } from "./channel.ts";
import { Database } from "./database.ts";
import { readEvents } from "./events.ts";
import { ifFree, learnLock } from "./lock.ts";
import { ModelTable } from "./models.ts";
import { MIGRATIONS } from "./schema.ts";
import type { Store, StoreOptions, Tuned } from "./store.ts";

/** What a learner knows of the store that it shares with the engines of all tabs. */
export interface LearningStore extends Pick<Store, "read" | "section" | "manifest" | "tuned" | "close"> {
  /** Runs `work` unless a learner of another tab is at work; undefined then. */
  alone<T>(work: () => Promise<T>): Promise<T | undefined>;
  /** Counts one more attempt to train; false where too many have failed lately. */
  begin(): Promise<boolean>;
  /** In place of the last one; false, and nothing, where what it was trained on has been forgotten meanwhile. */
  put(tuned: Tuned): Promise<boolean>;
  /** What calibration kept: anything. */
  readonly calibration: { read(): Promise<unknown>; write(calibration: object): Promise<void> };
}

/** Rejects with StorageError where there is no store to be had. */
export async function openLearningStore(
  options: Required<Pick<StoreOptions, "name" | "now">> & Pick<StoreOptions, "onLost" | "onForeignChange">,
): Promise<LearningStore> {
  const { name, now, onLost, onForeignChange } = options;
  const database = new Database({ name, migrations: MIGRATIONS, onLost });
  await database.open();
  const channel = new Channel(`inkling:${name}`, onForeignChange);
  channel.listen();
  const catalogue = new CatalogueTable(database);
  const models = new ModelTable(database);
  return {
    alone: (work) => ifFree(learnLock(name), work),
    read: () => readEvents(database),
    section: (hash) => catalogue.section(hash),
    manifest: () => catalogue.manifest(),
    tuned: () => models.tuned(),
    begin: () => models.begin(now()),
    put: async (tuned) => {
      const put = await models.put(tuned);
      if (put) channel.tell("models");
      return put;
    },
    calibration: models.calibration,
    close: () => {
      channel.mute();
      database.close();
    },
  };
}
