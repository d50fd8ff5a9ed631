import { expect, test } from "vitest";
import { eachOf, eachRow, eachStretch, finish, inSlices, type Steps } from "../../src/core/steps.ts";

/** Ten steps, each of which takes as long as it says on the clock. */
function* work(clock: { ms: number }, each: number): Steps<string> {
  for (let step = 0; step < 10; step++) {
    clock.ms += each;
    yield;
  }
  return "done";
}

test("at once it is all done without a rest", () => {
  expect(finish(work({ ms: 0 }, 1))).toBe("done");
});

test.each([
  [1, 3, [3, 6, 9]],
  [2, 3, [4, 8, 12, 16, 20]],
  [4, 3, [4, 8, 12, 16, 20, 24, 28, 32, 36, 40]],
  [0.2, 3, []],
])("steps of %d ms in slices of %d rest at %j", async (each, sliceMs, rested) => {
  const clock = { ms: 0 };
  const rests: number[] = [];
  const now = () => clock.ms;
  const rest = async () => {
    rests.push(Math.round(clock.ms));
    clock.ms += 100; // others take their time, which is not ours
  };
  const told = await inSlices(work(clock, each), sliceMs, now, rest);
  expect(told).toBe("done");
  expect(rests.map((at, before) => at - 100 * before)).toEqual(rested);
});

test.each([
  [0, 0],
  [1, 1],
  [256, 1],
  [257, 2],
  [1_000, 4],
])("of %d rows each is worked on once, in order, with %d rests", (rows, rests) => {
  const worked: number[] = [];
  const rested = [...eachRow(rows, (row) => void worked.push(row))];
  expect(worked).toEqual(Array.from({ length: rows }, (_, row) => row));
  expect(rested).toHaveLength(rests);
});

test.each([
  [0, []],
  [1, [[0, 1]]],
  [1_024, [[0, 1_024]]],
  [
    2_050,
    [
      [0, 1_024],
      [1_024, 2_048],
      [2_048, 2_050],
    ],
  ],
])("%d rows are worked on by stretches of 1,024, with a rest after each", (rows, stretches) => {
  const worked: number[][] = [];
  const rested = [...eachStretch(rows, (from, to) => void worked.push([from, to]))];
  expect(worked).toEqual(stretches);
  expect(rested).toHaveLength(stretches.length);
});

test("of a list each is worked on with its place, and a rest after each", () => {
  const steps = eachOf(["a", "b"], (one, place) => `${one}${place}`);
  expect([steps.next().done, steps.next().done]).toEqual([false, false]);
  expect(steps.next()).toEqual({ done: true, value: ["a0", "b1"] });
});

test("what a step throws is thrown", async () => {
  function* bad(): Steps<never> {
    yield;
    throw new RangeError("bad");
  }
  expect(() => finish(bad())).toThrow(RangeError);
  await expect(inSlices(bad(), 1, () => 0, Promise.resolve.bind(Promise))).rejects.toThrow(RangeError);
});
