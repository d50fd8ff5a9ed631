import fc from "fast-check";
import { expect, test } from "vitest";
import { seededBytes } from "../../../../lab/seeded-bytes.ts";
import { addTo, expandSeed, share } from "../../../../src/core/privacy/share/share.ts";

const vectors = (length: number) =>
  fc.array(fc.nat({ max: 0xffff_ffff }), { minLength: length, maxLength: length }).map((v) => Uint32Array.from(v));

test("the two shares of many reports add up to the reports", () => {
  fc.assert(
    fc.property(fc.array(vectors(37), { minLength: 1, maxLength: 8 }), fc.nat(), (reports, seed) => {
      const random = seededBytes(seed);
      const sums = { leader: new Uint32Array(37), helper: new Uint32Array(37), wanted: new Uint32Array(37) };
      for (const report of reports) {
        const before = report.slice();
        const { leader, helperSeed } = share(report, random);
        expect(report).toEqual(before);
        addTo(sums.leader, leader);
        addTo(sums.helper, expandSeed(helperSeed, report.length));
        addTo(sums.wanted, report);
      }
      addTo(sums.leader, sums.helper);
      expect(sums.leader).toEqual(sums.wanted);
    }),
  );
});

test("two shares of one report have nothing in common, and a share nothing of the report", () => {
  const report = new Uint32Array(64);
  const random = seededBytes(1);
  const [one, other] = [share(report, random), share(report, random)];
  expect(one.helperSeed).not.toEqual(other.helperSeed);
  expect(new Set([...one.leader, ...other.leader]).size).toBe(128);
});

test("vectors of other lengths are not added", () => {
  expect(() => addTo(new Uint32Array(2), new Uint32Array(3))).toThrow(TypeError);
});
