/**
 * What the demo asks of devices: the usual task, at the usual noise for each report, but a round a minute, opened from two browsers on, and as many reports
 * of one browser as its budget for life allows. That shows how it goes, and with so few browsers its models are mostly noise.
 */
export const DEMO_TASK = {
  task: "head",
  // One weight a ranking feature.
  blocks: [{ name: "head", kind: "delta", size: 38, subset: "linear", scale: 4_096, clipNorm: 0.3 }],
  noiseMultiplier: 2.382,
  leastReports: 2,
  largestBatch: 50,
  participationCap: 7,
  devices: 1_000,
  delta: 1e-6,
  maxEpsilon: 6,
  roundMs: 60_000,
  trustMode: "B",
} as const;
