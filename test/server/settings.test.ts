import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ROOT } from "../../scripts/paths.mjs";
import { headBlock, parseTaskSettings, USUAL_TASK } from "../../server/leader/settings.ts";
import { makePlan, partyOf, type TaskSettings } from "../../server/leader/task.ts";
import { epsilonOf } from "../../server/rounds/epsilon.ts";
import { TEXT } from "../../server/text.ts";
import { parsePlan } from "../../src/core/protocol/parse-plan.ts";
import { planBytes } from "../../src/core/protocol/plan.ts";
import { SUBSETS } from "../../src/core/rank/subset.ts";

const key = (digit: string) => [{ id: 1, kem: "x25519" as const, key: digit.repeat(64) }];
const made = (settings: Partial<TaskSettings>) => {
  const place = { version: 1, round: 0, model: "zero", fromMs: 1_000 };
  const leader = partyOf("https://l.example", "a".repeat(64), key("a"));
  const helper = partyOf("https://h.example", "b".repeat(64), key("b"));
  return makePlan({ ...USUAL_TASK, ...settings }, place, leader, helper);
};

describe("a task", () => {
  test("that nobody set is the one that docs/operate.md shows", () => {
    const [, json] = /```json\n([\s\S]*?)```/.exec(readFileSync(join(ROOT, "docs/operate.md"), "utf8")) ?? [];
    expect(parseTaskSettings(TEXT.encode(json ?? ""))).toEqual(USUAL_TASK);
  });

  test.each(SUBSETS)("of %s weights makes plans within the bounds of sums", (subset) => {
    const blocks = [headBlock(subset)];
    expect(parseTaskSettings(TEXT.encode(JSON.stringify({ ...USUAL_TASK, blocks }))).blocks).toEqual(blocks);
    expect(made({ blocks }).blocks).toEqual(blocks);
  });

  test("makes plans that every party can read, at the epsilon that it says", () => {
    const plan = made({});
    expect(parsePlan(planBytes(plan, TEXT), TEXT)).toEqual(plan);
    expect(epsilonOf(plan)).toBeGreaterThan(1.99);
    expect(epsilonOf(plan)).toBeLessThan(2.001);
    expect(plan.epoch).toEqual({ from: 1_000, until: 1_000 + 86_400_000 });
  });

  test.each<[string, Partial<TaskSettings>]>([
    ["budget", { participationCap: 2 }],
    ["budget", { noiseMultiplier: 2 }],
    ["overflow", { largestBatch: 10_000_000 }],
    ["least-reports", { leastReports: 10_001 }],
    ["delta", { devices: 1_000_000 }],
    ["blocks", { blocks: [{ ...USUAL_TASK.blocks[0]!, scale: 1_024 }] }],
  ])("is refused for its %s: %j", (reason, change) => {
    expect(() => made(change)).toThrow(expect.objectContaining({ code: "refused", reason }));
  });

  test.each([
    ["{", "is not JSON"],
    ["[]", "is not an object"],
    [JSON.stringify({ ...USUAL_TASK, trustMode: "D" }), "trustMode"],
    [JSON.stringify({ ...USUAL_TASK, more: 1 }), "more is not a field"],
    [JSON.stringify({ ...USUAL_TASK, blocks: [{ ...headBlock("all"), size: 12 }] }), "head: all has 13350 weights"],
    [
      JSON.stringify({ ...USUAL_TASK, blocks: [headBlock("linear"), headBlock("all")] }),
      "at most one block is a delta",
    ],
    [JSON.stringify({ ...USUAL_TASK, roundMs: 1e99 }), "roundMs"],
  ])("of %s is refused by name", (json, words) => {
    expect(() => parseTaskSettings(TEXT.encode(json))).toThrow(words);
  });
});
