import { ifFree, learnLock } from "./lock.ts";
import { ModelTable } from "./models.ts";
import { readShared } from "./shared.ts";
import type { Store, Tuned } from "./store.ts";
import { openWorkerStore, type WorkerStoreOptions } from "./worker-store.ts";

/** What a learner knows of the store that it shares with the engines of all tabs. */
export interface LearningStore extends Pick<Store, "read" | "section" | "manifest" | "tuned" | "shared" | "close"> {
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
export async function openLearningStore(options: WorkerStoreOptions): Promise<LearningStore> {
  const { name, now } = options;
  const { database, channel, ...reading } = await openWorkerStore(options);
  const models = new ModelTable(database);
  return {
    ...reading,
    alone: (work) => ifFree(learnLock(name), work),
    tuned: () => models.tuned(),
    shared: () => readShared(database),
    begin: () => models.begin(now()),
    put: async (tuned) => {
      const put = await models.put(tuned);
      if (put) channel.tell("models");
      return put;
    },
    calibration: models.calibration,
  };
}
