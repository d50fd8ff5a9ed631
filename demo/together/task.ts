/** What of a task these servers are also told otherwise; the rest is the command's to check. */
export interface DemoTask {
  readonly task: string;
  readonly leastReports: number;
  readonly maxEpsilon: number;
  readonly [field: string]: unknown;
}

/**
 * What the demo asks of devices: the usual task, at the usual noise for each report, but a round a minute, opened from two browsers on, and as many reports
 * of one browser as its budget for life allows. That shows how it goes. Of so few browsers models are noise, so they are made as if thousands were to come:
 * `largestBatch` is what the sum is divided by, and few reports move little. The gate keeps back what ranks worse, about every other one.
 */
export const DEMO_TASK: DemoTask = {
  task: "head",
  // One weight a ranking feature.
  blocks: [{ name: "head", kind: "delta", size: 38, subset: "linear", scale: 4_096, clipNorm: 0.3 }],
  noiseMultiplier: 2.382,
  leastReports: 2,
  largestBatch: 5_000,
  buckets: 1,
  participationCap: 7,
  devices: 1_000,
  delta: 1e-6,
  maxEpsilon: 6,
  roundMs: 60_000,
  trustMode: "B",
  tokens: true,
};
