import { expect, test } from "vitest";
import { createBackOff } from "../../src/page/engine/back-off.ts";

test("waits longer each time, gives up at the fourth crash within a minute, and forgets what is older", () => {
  const backOff = createBackOff();
  expect([0, 10, 20].map(backOff)).toEqual([100, 1_000, 5_000]);
  expect(backOff(59_999)).toBeUndefined();
  const patient = createBackOff();
  expect([0, 30_000, 60_000, 90_000, 200_000].map(patient)).toEqual([100, 1_000, 1_000, 1_000, 100]);
});
