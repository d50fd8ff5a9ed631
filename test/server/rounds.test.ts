import fc from "fast-check";
import { expect, test } from "vitest";
import { type Message, NEW_ROUND, type Phase, step } from "../../server/rounds/round.ts";

const LIMITS = { leastReports: 3, largestBatch: 10 };
const messages: fc.Arbitrary<Message> = fc.oneof(
  { weight: 1, arbitrary: fc.constant({ tag: "abandon" as const }) },
  { weight: 20, arbitrary: fc.record({ tag: fc.constant("receive" as const), reports: fc.nat({ max: 4 }) }) },
  { weight: 20, arbitrary: fc.record({ tag: fc.constant("add" as const), reports: fc.nat({ max: 4 }) }) },
  { weight: 20, arbitrary: fc.record({ tag: fc.constantFrom("close" as const, "open" as const, "publish" as const) }) },
  {
    weight: 20,
    arbitrary: fc.record({
      tag: fc.constant("noise" as const),
      count: fc.nat({ max: 10 }),
      setHash: fc.constantFrom("a", "b"),
    }),
  },
);
const ORDER: readonly Phase[] = ["collecting", "closing", "noised", "opened", "published"];

test("no messages, in no order, bring a round where it may not be", () => {
  const reached = new Set<Phase>();
  fc.assert(
    fc.property(fc.array(messages, { minLength: 20, maxLength: 100, size: "max" }), (all) => {
      let round = NEW_ROUND;
      const passed: Phase[] = ["collecting"];
      for (const drawn of all) {
        const message = drawn.tag === "noise" && drawn.setHash === "a" ? { ...drawn, count: round.count } : drawn;
        const next = step(round, message, LIMITS);
        if (next === undefined) continue;
        expect(next.count).toBeLessThanOrEqual(next.received);
        expect(next.received).toBeLessThanOrEqual(LIMITS.largestBatch);
        if (passed.includes("closing") || passed.includes("abandoned")) expect(next.received).toBe(round.received);
        if (passed.includes("noised")) expect([next.count, next.setHash]).toEqual([round.count, round.setHash]);
        if (next.phase !== round.phase) passed.push(next.phase);
        round = next;
      }
      const [last] = passed.slice(-1);
      const forward = last === "abandoned" ? passed.slice(0, -1) : passed;
      expect(forward).toEqual(ORDER.slice(0, forward.length));
      if (last === "abandoned") expect(passed).not.toContain("opened");
      if (passed.includes("noised")) expect(round.count).toBeGreaterThanOrEqual(LIMITS.leastReports);
      for (const phase of passed) reached.add(phase);
    }),
    { numRuns: 3_000 },
  );
  expect([...reached].sort()).toEqual([...ORDER, "abandoned"].sort());
});

test("a round is noised over the reports in its sum and no other number of them", () => {
  const closing = { phase: "closing", received: 5, count: 4, setHash: null } as const;
  expect(step(closing, { tag: "noise", count: 5, setHash: "a" }, LIMITS)).toBeUndefined();
  expect(step(closing, { tag: "noise", count: 4, setHash: "a" }, LIMITS)).toEqual({
    ...closing,
    phase: "noised",
    setHash: "a",
  });
  expect(step({ ...closing, count: 2 }, { tag: "noise", count: 2, setHash: "a" }, LIMITS)).toBeUndefined();
});
