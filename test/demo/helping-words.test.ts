import { expect, test } from "vitest";
import { given, modeOf, ranksWith } from "../../demo/client/device/helping-words.ts";
import type { ContributionStatus, SentReport } from "../../src/core/bridge/protocol.ts";
import { ENGINE_STATUS } from "../support/engine-status.ts";

const report: SentReport = {
  ...{ at: 1, to: "https://leader.example", task: "head", round: 1, bytes: 600, blocks: ["head"] },
  ...{ microRho: 10, trustMode: "B", fate: "accepted" },
};
const status = (reports: readonly SentReport[]): ContributionStatus => ({
  ...ENGINE_STATUS.contribution,
  ...{ state: "on", spentMicroRho: 10, leftMicroRho: 90, reports },
});
const words = (reports: readonly SentReport[], federation: string) =>
  given(status(reports), modeOf(federation)).lines.join(" ");

test("before a first report is told what the page's own trust mode means, and after it what was sent", () => {
  expect(words([], '{"trustMode":"C"}')).toContain("the shop’s server can read it, with that noise");
  for (const federation of ['{"trustMode":"A"}', '{"trustMode":"B"}', "{}"])
    expect(words([], federation)).toContain("sealed in two halves");
  // A lesson of the shop's earlier mode.
  expect(words([report], '{"trustMode":"C"}')).toContain("Each was sealed in two halves");
  expect(words([{ ...report, fate: "late" }], '{"trustMode":"C"}')).toContain("with noise that this device adds");
});

test("a model that is on its way is not told to be kept back", () => {
  const model = { state: "loading", why: "learned.js is on its way", version: 3 } as const;
  expect(ranksWith({ ...status([]), model }).title).toBe("Version 3 is on its way");
});
