import { MOST_BUCKETS } from "../../src/core/privacy/plan/buckets.ts";
import { MAX_PLAN_BYTES, NAME } from "../../src/core/protocol/bounds.ts";
import { readObject } from "../../src/core/protocol/fields.ts";
import { planBlock } from "../../src/core/protocol/parse-plan.ts";
import { isDelta, type PlanBlock } from "../../src/core/protocol/plan.ts";
import { RefusedError } from "../../src/core/protocol/refusal.ts";
import { type Subset, sizeOf } from "../../src/core/rank/subset.ts";
import { TEXT } from "../text.ts";
import type { TaskSettings } from "./task.ts";

const MOST_MS = 366 * 86_400_000;

/** The block of a subset of weights, with the clip and the scale that the simulator was tried with. */
export const headBlock = (subset: Subset): PlanBlock => ({
  ...{ name: "head", kind: "delta", subset, size: sizeOf(subset) },
  ...{ scale: 4_096, clipNorm: 0.3 },
});

/** Linear weights alone, at the settings that the simulator was tried with: epsilon 2 at delta 1e-6, once a device. */
export const USUAL_TASK: TaskSettings = {
  task: "head",
  blocks: [headBlock("linear")],
  noiseMultiplier: 2.382,
  leastReports: 100,
  largestBatch: 10_000,
  buckets: 1,
  participationCap: 1,
  devices: 100_000,
  delta: 1e-6,
  maxEpsilon: 2.01,
  roundMs: 86_400_000,
  trustMode: "B",
  tokens: true,
};

/**
 * The same for a single server: each report has its device's own noise and nothing else before it, at epsilon 4, the most that a device gives away in a day. In a sum
 * of 10,000 it is 38 times as long as a helper's and a leader's.
 */
export const SINGLE_TASK: TaskSettings = { ...USUAL_TASK, noiseMultiplier: 1.268, maxEpsilon: 4.01, trustMode: "C" };

/** A task from the JSON that `--task` names; every field of TaskSettings is there. Throws RefusedError that names the field. */
export function parseTaskSettings(bytes: Uint8Array): TaskSettings {
  const fields = readObject(bytes, MAX_PLAN_BYTES, "the task's file", TEXT);
  const settings: TaskSettings = {
    task: fields.text("task", NAME, "is not a name"),
    blocks: fields.objects("blocks", 1, 16).map(planBlock),
    noiseMultiplier: fields.positive("noiseMultiplier", 1_000),
    leastReports: fields.whole("leastReports", 1, 2 ** 31),
    largestBatch: fields.whole("largestBatch", 1, 2 ** 31),
    buckets: fields.whole("buckets", 1, MOST_BUCKETS),
    participationCap: fields.whole("participationCap", 1, 10_000),
    devices: fields.whole("devices", 1, 10_000_000_000),
    delta: fields.positive("delta", 1),
    maxEpsilon: fields.positive("maxEpsilon", 1e9),
    roundMs: fields.whole("roundMs", 1_000, MOST_MS),
    trustMode: fields.word("trustMode", ["A", "B", "C"]),
    tokens: fields.word("tokens", [true, false]),
  };
  fields.end();
  checkHeads(settings.blocks);
  return settings;
}

/** Devices decline what they cannot train; whoever sets it hears of it first. */
function checkHeads(blocks: readonly PlanBlock[]): void {
  const heads = blocks.filter(isDelta);
  if (heads.length > 1) throw new RefusedError("malformed", "the task's file: at most one block is a delta");
  // planBlock has seen to it that each has a subset.
  for (const { name, subset, size } of heads)
    if (subset !== undefined && size !== sizeOf(subset))
      throw new RefusedError("range", `the task's file: block ${name}: ${subset} has ${sizeOf(subset)} weights`);
}
