import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { seededRandom } from "../../../../lab/random.ts";
import { EXPLORE, explorationName, explore, exploredBy } from "../../../../src/core/rank/tuning/explore.ts";

const BEST = Array.from({ length: 80 }, (_, item) => item);
const LIST = BEST.slice(0, 10);

describe("exploration", () => {
  test("swaps one slot of a share of lists with any of the best that are not shown, each as likely as said", () => {
    const { next } = seededRandom(1);
    const rounds = 40_000;
    const counts = new Map<string, number>();
    let swapped = 0;
    let wrong = 0;
    for (let round = 0; round < rounds; round++) {
      const { list, explored } = explore(LIST, BEST, 0.5, next);
      const changed = list.flatMap((item, slot) => (item === LIST[slot] ? [] : slot));
      if (String(changed) !== (explored === undefined ? "" : String(explored.slot))) wrong++;
      if (explored === undefined) continue;
      swapped++;
      if (Math.abs(explored.probability - 0.5 / (10 * 40)) > 1e-12) wrong++;
      const event = `${explored.slot}:${list[explored.slot]}`;
      counts.set(event, (counts.get(event) ?? 0) + 1);
    }
    expect(wrong).toBe(0);
    expect(swapped / rounds).toBeGreaterThan(0.49);
    expect(swapped / rounds).toBeLessThan(0.51);
    expect(counts.size).toBe(400);
    const drawn = [...counts.keys()].map((event) => Number(event.split(":")[1]));
    expect([Math.min(...drawn), Math.max(...drawn)]).toEqual([10, EXPLORE.among - 1]);
    // 50 are expected of each: six deviations.
    expect(Math.max(...[...counts.values()].map((count) => Math.abs(count - 50)))).toBeLessThan(43);
  });

  test.each([
    ["a share of 0", LIST, BEST, 0],
    ["nothing else to show", LIST, LIST, 1],
    ["an empty list", [], BEST, 1],
  ])("does nothing with %s", (_, list, candidates, share) => {
    expect(explore(list, candidates, share, () => 0)).toEqual({ list, explored: undefined });
  });
});

describe("the policy's name", () => {
  test("carries what was done, and gives it back", () => {
    const explored = fc.record({
      slot: fc.nat(9_999),
      probability: fc.double({ min: 1e-12, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(explored, (done) => {
        const read = exploredBy(explorationName("base-1/ab12cd34+ef56ab78", done))!;
        expect(read.slot).toBe(done.slot);
        expect(Math.abs(read.probability / done.probability - 1)).toBeLessThan(0.01);
      }),
    );
    expect(explorationName("base-1/ab12cd34", { slot: 3, probability: 0.05 / 46 })).toBe("base-1/ab12cd34~3:0.00109");
  });

  test.each([
    "shop",
    "base-1/ab12cd34",
    "base-1/ab~3",
    "base-1/ab~3:0",
    "base-1/ab~3:2",
    "base-1/ab~-1:0.1",
    "base-1/ab~3:0.1x",
    "~:0.1",
    "base-1/ab~99999:0.1",
    "base-1/ab~3:1e-999",
    "",
  ])("%j tells of no exploration", (policy) => {
    expect(exploredBy(policy)).toBeUndefined();
  });

  test("any text is read without a throw", () => {
    fc.assert(fc.property(fc.string(), (text) => void exploredBy(text)));
  });
});
