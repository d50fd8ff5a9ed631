import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parsePlan } from "../../../src/core/protocol/parse-plan.ts";
import { type Plan, planBytes } from "../../../src/core/protocol/plan.ts";
import { RefusedError } from "../../../src/core/protocol/refusal.ts";
import { codec, plans } from "./arbitraries.ts";
import { readOrRefused, withstands } from "./damage.ts";

const read = (bytes: Uint8Array) => parsePlan(bytes, codec);
const refused = (plan: unknown) => readOrRefused(read, codec.encode(JSON.stringify(plan)));

const key = (digit: string) => digit.repeat(64);
const party = (digit: string) => ({
  origin: `https://${digit}.example`,
  keys: [{ id: 1, kem: "x25519" as const, key: key(digit) }],
  signKey: key(digit),
});
/** Clip 1 at 4,096 steps, z = 2.382, 10,000 devices once each: epsilon 2 at delta 1e-6. */
const PLAN: Plan = {
  protocol: 1,
  task: "head",
  version: 1,
  round: 0,
  model: "zero",
  epoch: { from: 1_000, until: 2_000 },
  blocks: [{ name: "head", kind: "delta", size: 19, subset: "linear", scale: 4_096, clipNorm: 1 }],
  boundSquared: 16_781_322,
  sigmaSquared: { numerator: 95_215_946, denominator: 1 },
  noiseMultiplier: 2.382,
  leastReports: 100,
  largestBatch: 10_000,
  buckets: 1,
  participationCap: 1,
  devices: 10_000,
  delta: 1e-6,
  microRho: 88_123,
  trustMode: "B",
  leader: party("a"),
  helper: party("b"),
  tokens: { key: `8${"0".repeat(510)}1`, attestation: "none" },
};

describe("a plan", () => {
  test("comes back as it was", () => {
    fc.assert(fc.property(plans, (plan) => void expect(read(planBytes(plan, codec))).toEqual(plan)));
    expect(read(planBytes(PLAN, codec))).toEqual(PLAN);
  });

  test("from before there were buckets has one", () => {
    expect(refused({ ...PLAN, buckets: undefined })).toEqual({ ...PLAN, buckets: 1 });
  });

  test("damaged is refused or read, and nothing else", () => {
    withstands(
      plans.map((plan) => planBytes(plan, codec)),
      read,
    );
  }, 120_000);

  test("with any field missing, of another kind, or unheard of is refused", () => {
    for (const name of Object.keys(PLAN)) {
      if (name !== "buckets") expect(refused({ ...PLAN, [name]: undefined }), name).toBeInstanceOf(RefusedError);
      for (const other of [null, true, "", "X", -1, 1e300, [], {}, [[]]]) {
        // Reports without tokens may be asked for.
        if (name === "tokens" && other === null) continue;
        expect(refused({ ...PLAN, [name]: other }), `${name}: ${JSON.stringify(other)}`).toBeInstanceOf(RefusedError);
      }
    }
    expect(refused({ ...PLAN, surprise: 1 })).toMatchObject({ reason: "malformed" });
  });

  test.each<[string, object]>([
    ["malformed", { attestation: "captcha" }],
    ["malformed", { key: "8001" }],
    ["malformed", { key: `7${"0".repeat(510)}1` }],
    ["malformed", { key: `8${"0".repeat(511)}` }],
    ["malformed", { difficulty: 3 }],
    ["malformed", { attestation: "pow" }],
    ["range", { attestation: "pow", difficulty: 27 }],
  ])("whose tokens are %s is refused: %j", (reason, change) => {
    expect(refused({ ...PLAN, tokens: { ...PLAN.tokens, ...change } })).toMatchObject({ reason });
  });

  test("with a number that is none is refused", () => {
    const text = JSON.stringify(PLAN);
    for (const [from, to] of [
      ['"clipNorm":1', '"clipNorm":1e999'],
      ['"boundSquared":16781322', '"boundSquared":1e999'],
      ['"delta":0.000001', '"delta":-1e999'],
    ] as const) {
      expect(text).toContain(from);
      expect(readOrRefused(read, codec.encode(text.replace(from, to)))).toMatchObject({ reason: "range" });
    }
    expect(readOrRefused(read, codec.encode(text.replace('"clipNorm":1', '"clipNorm":NaN')))).toMatchObject({
      reason: "malformed",
    });
  });

  test.each<[string, object]>([
    ["version", { protocol: 2 }],
    ["epoch", { epoch: { from: 2_000, until: 2_000 } }],
    ["parties", { helper: null }],
    ["parties", { trustMode: "C" }],
    ["parties", { helper: { ...party("b"), signKey: key("a") } }],
    ["parties", { helper: { ...party("b"), keys: party("a").keys } }],
    ["least-reports", { leastReports: 10_001 }],
    ["delta", { delta: 1.01e-5 }],
    ["blocks", { blocks: [{ ...PLAN.blocks[0], clipNorm: 0.24 }] }],
    ["norm-bound", { boundSquared: 16_781_323 }],
    // 2.382^2 x 16,781,322 = 95,215,945.6...
    ["noise", { sigmaSquared: { numerator: 95_215_945, denominator: 1 } }],
    ["noise", { noiseMultiplier: 2.3820001 }],
    // 16,781,322 / (2 x 95,215,946) = .0881224...
    ["cost", { microRho: 88_122 }],
    ["overflow", { largestBatch: 524_300, devices: 600_000, delta: 1e-7 }],
    [
      "too-large",
      {
        blocks: [
          { ...PLAN.blocks[0], size: 40_000 },
          { ...PLAN.blocks[0], name: "more" },
        ],
      },
    ],
    ["blocks", { blocks: [PLAN.blocks[0], PLAN.blocks[0]] }],
  ])("is refused for its %s: %j", (reason, change) => {
    expect(refused({ ...PLAN, ...change })).toMatchObject({ reason });
  });

  test("may fill the modulus up to the last report, and no further", () => {
    // 2^31 - 12 sqrt(2) sigma = 2,147,318,051.4, over 4,097: 524,119.6 reports.
    const many = { ...PLAN, devices: 600_000, delta: 1e-7 };
    expect(refused({ ...many, largestBatch: 524_119 })).not.toBeInstanceOf(RefusedError);
    expect(refused({ ...many, largestBatch: 524_120 })).toMatchObject({ reason: "overflow" });
  });
});
