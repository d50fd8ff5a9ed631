import { expect, test } from "vitest";
import { closedLoop, type LoopOptions } from "../../../lab/simulate/loop/closed-loop.ts";
import { loopSection } from "../../../lab/simulate/loop/report.ts";
import { BASE } from "../../../lab/simulate/shop/device.ts";
import { PRODUCTS } from "./shop.ts";

const OPTIONS: LoopOptions = {
  learner: BASE,
  shoppers: 60,
  clicks: { eta: 1 },
  seed: 1,
  rounds: 6,
  onProgress: () => {},
};

test("a small shop that learns from its own shelves does not narrow down", () => {
  const loop = closedLoop(PRODUCTS, OPTIONS);
  for (const { rounds } of Object.values(loop.arms)) expect(rounds).toHaveLength(7);
  const { weighted } = loop.arms;
  expect(weighted.coverageChange.gain).toBeGreaterThan(-0.1);
  expect(weighted.giniChange.gain).toBeLessThan(0.05);
  // A guard against a ranking that breaks: sixty shoppers cannot tell more.
  expect(weighted.rounds.at(-1)!.preference).toBeGreaterThan(0.7 * weighted.rounds[0]!.preference);
  expect(loopSection(loop)).toContain("shelf-born by inverse propensity");
});
