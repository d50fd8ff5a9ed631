import { measureEvents } from "./events-page.ts";
import { measureKernels } from "./kernels-page.ts";
import { measureModel } from "./model-page.ts";
import { measureRank } from "./rank-page.ts";
import { measureReport } from "./report-page.ts";
import { workOnThread } from "./thread-page.ts";

/** What the Node side calls. */
export interface InkBench {
  readonly measureRank: typeof measureRank;
  readonly measureEvents: typeof measureEvents;
  readonly measureKernels: typeof measureKernels;
  readonly measureModel: typeof measureModel;
  readonly measureReport: typeof measureReport;
  readonly workOnThread: typeof workOnThread;
}

declare global {
  var inkBench: InkBench;
}
globalThis.inkBench = { measureRank, measureEvents, measureKernels, measureModel, measureReport, workOnThread };
