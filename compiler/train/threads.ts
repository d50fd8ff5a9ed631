import { existsSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { Checkpoint, type TrainingKey } from "./checkpoint.ts";
import { type Job, type OnShare, type ResultOf, runJob } from "./jobs.ts";

/** Types only: what goes into a thread, and what comes out. */
export interface Order {
  readonly job: Job;
  readonly checkpoint: Place | undefined;
}
export type Word =
  | { readonly type: "share"; readonly doing: string; readonly share: number }
  | { readonly type: "note"; readonly note: string }
  | { readonly type: "result"; readonly result: ResultOf<Job> };

/** Where a training is kept, as threads are told. */
export interface Place {
  readonly folder: string;
  readonly key: TrainingKey;
}

export type RunJob = <J extends Job>(job: J, onShare: OnShare) => Promise<ResultOf<J>>;

const FILE = new URL("./train.worker.ts", import.meta.url);
/** Only what is built can be a thread: Node reads no TypeScript. */
const HAS_THREADS = FILE.pathname.endsWith(".js") && existsSync(fileURLToPath(FILE));

/**
 * Runs jobs in the order of the calls, at most `threads` at once, each in a thread of its own, whose memory ends with it. From the
 * sources, or with one thread, they run here, one after the other, and come to the same.
 */
export function createRunner(threads: number, checkpoint: Place | undefined, onNote: (note: string) => void): RunJob {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (job, onShare) => {
    const apart = HAS_THREADS && threads > 1;
    if (running >= (apart ? threads : 1)) await new Promise<void>((start) => waiting.push(start));
    else running++;
    try {
      if (apart) return await inThread(job, checkpoint, onNote, onShare);
      await setImmediate(); // whoever draws progress may draw
      return runJob(job, checkpoint && new Checkpoint(checkpoint.folder, checkpoint.key, onNote), onShare);
    } finally {
      const next = waiting.shift();
      if (next === undefined) running--;
      else next();
    }
  };
}

function inThread<J extends Job>(
  job: J,
  checkpoint: Place | undefined,
  onNote: (note: string) => void,
  onShare: OnShare,
): Promise<ResultOf<J>> {
  const order: Order = { job, checkpoint };
  return new Promise((resolve, reject) => {
    const worker = new Worker(FILE, { workerData: order });
    worker.on("message", (word: Word) => {
      if (word.type === "share") onShare(word.doing, word.share);
      else if (word.type === "note") onNote(word.note);
      // The cast: a job's thread answers the result of that job.
      else resolve(word.result as ResultOf<J>);
    });
    worker.once("error", reject);
    worker.once("exit", () => reject(new Error("a thread of the training ended before its work did")));
  });
}
