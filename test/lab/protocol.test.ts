import fc from "fast-check";
import { expect, test } from "vitest";
import { leaveOneOut, nextItem, prefixes } from "../../lab/protocol.ts";

const item = fc.integer({ min: 1, max: 30 }).map(String);
const sequences = fc.array(fc.array(item, { maxLength: 9 }), { maxLength: 20 });

test("leave-one-out: training ends before both targets, validation before the test target", () => {
  fc.assert(
    fc.property(sequences, (all) => {
      const validation = leaveOneOut(all, "validation");
      const testing = leaveOneOut(all, "test");
      expect(validation.training).toEqual(testing.training);
      const asked = [...all.keys()].filter((shopper) => all[shopper]!.length >= 3);
      expect(validation.cases.map(({ shopper }) => shopper)).toEqual(asked);
      expect(testing.cases.map(({ shopper }) => shopper)).toEqual(asked);
      asked.forEach((shopper, index) => {
        const training = testing.training[shopper]!;
        const [early, late] = [validation.cases[index]!, testing.cases[index]!];
        expect(early.history).toEqual(training);
        expect(late.history).toEqual([...training, early.target]);
        expect([...late.history, late.target]).toEqual(all[shopper]);
      });
    }),
  );
});

test("leave-one-out masks, sessions do not", () => {
  expect(leaveOneOut([], "test").maskHistory).toBe(true);
  expect(nextItem([], [], "test").maskHistory).toBe(false);
});

test("sessions: what validation asks is not trained on, test leaves all of training", () => {
  const cases = prefixes(["7", "8", "9"], 0);
  fc.assert(
    fc.property(sequences, (all) => {
      const testing = nextItem(all, cases, "test");
      expect(testing.training).toEqual(all);
      expect(testing.cases).toEqual(cases);
      const validation = nextItem(all, cases, "validation");
      const held = all.filter((_, index) => index % 20 === 0);
      expect([...validation.training, ...held].toSorted()).toEqual(all.toSorted());
      expect(validation.cases.length).toBe(held.reduce((sum, items) => sum + Math.max(0, items.length - 1), 0));
    }),
  );
});

test("every step of a session is asked, by what came before", () => {
  expect(prefixes(["a", "b", "a"], 4)).toEqual([
    { shopper: 4, history: ["a"], target: "b" },
    { shopper: 4, history: ["a", "b"], target: "a" },
  ]);
});
