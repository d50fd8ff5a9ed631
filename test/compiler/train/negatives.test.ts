import { expect, test } from "vitest";
import { drawsOf } from "../../../compiler/train/draws.ts";
import { negativesOf } from "../../../compiler/train/negatives.ts";

const DRAWS = 40_000;

test.each([
  ["half of them as often as they stand in the history", [0, 0, 0, 1], [0.475, 0.225, 0.1, 0.1, 0.1]],
  ["all alike where there is none", [], [0.2, 0.2, 0.2, 0.2, 0.2]],
])("products are drawn by the chances that they say: %s", (_, stays, chances) => {
  const { draw, logChances } = negativesOf(stays, 5, 0.5);
  const random = drawsOf(1)("negatives");
  const counts = new Float64Array(5);
  for (let at = 0; at < DRAWS; at++) counts[draw(random)]!++;
  chances.forEach((chance, item) => {
    expect(Math.exp(logChances[item]!)).toBeCloseTo(chance, 10);
    // Five deviations of a share of 40,000 draws are at most .0125.
    expect(Math.abs(counts[item]! / DRAWS - chance)).toBeLessThan(0.0125);
  });
});
