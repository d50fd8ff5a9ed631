import { wrap } from "comlink";
import type { ReportBench, ReportTimes } from "./report.worker.ts";

/** Reports of several workers, each begun anew: the first of each is cold. */
export async function measureReport(workers: number, runs: number): Promise<ReportTimes[]> {
  const times: ReportTimes[] = [];
  for (let index = 0; index < workers; index++) {
    const worker = new Worker("/bench/report.worker.js", { type: "module" });
    times.push(await wrap<ReportBench>(worker).measure(runs));
    worker.terminate();
  }
  return times;
}
