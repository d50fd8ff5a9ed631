import { expect, test } from "vitest";
import { Parts } from "../../../workers/engine/parts.ts";
import { learnedParts } from "../../../workers/learned.ts";

/** Parts that cannot be had until `there`, and how often they were asked for. */
function parts() {
  const world = { nowMs: 1_000_000, there: false, tried: [] as number[] };
  const load = async (tried: number) => {
    world.tried.push(tried);
    if (!world.there) throw new TypeError("Failed to fetch dynamically imported module");
    return learnedParts;
  };
  return { world, parts: new Parts(load, () => world.nowMs) };
}

test("what could not be had is asked for anew when it is next needed, after ever longer rests", async () => {
  const { world, parts: some } = parts();
  expect(some.failed).toBe(false);
  await Promise.all([some.ready(), some.ready()]);
  expect([some.failed, world.tried]).toEqual([true, [0]]);
  for (const restMs of [30_000, 60_000, 120_000, 240_000]) {
    const before = world.tried.length;
    world.nowMs += restMs - 1;
    await some.ready();
    expect(world.tried).toHaveLength(before);
    world.nowMs += 1;
    await some.ready();
    expect(world.tried).toHaveLength(before + 1);
  }
  expect([some.code, world.tried]).toEqual([undefined, [0, 1, 2, 3, 4]]);
});

test("once it is here it is not asked for again, and a clock set back makes nothing wait for ever", async () => {
  const { world, parts: some } = parts();
  await some.ready();
  world.nowMs -= 10_000;
  world.there = true;
  const coming = some.ready();
  expect(some.failed).toBe(false);
  await coming;
  await some.ready();
  expect([some.code, world.tried]).toEqual([learnedParts, [0, 1]]);
});
