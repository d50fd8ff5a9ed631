import { parentPort, workerData } from "node:worker_threads";
import { Checkpoint } from "./checkpoint.ts";
import { runJob } from "./jobs.ts";
import type { Order, Word } from "./threads.ts";

const say = (word: Word): void => parentPort?.postMessage(word);

// The cast: threads.ts alone starts this file.
const { job, checkpoint } = workerData as Order;
const kept = checkpoint && new Checkpoint(checkpoint.folder, checkpoint.key, (note) => say({ type: "note", note }));
say({ type: "result", result: runJob(job, kept, (doing, share) => say({ type: "share", doing, share })) });
