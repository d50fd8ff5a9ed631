import fc from "fast-check";
import { microRhoOf, sigmaSquaredFor } from "../../../src/core/privacy/plan/noise.ts";
import { reportBoundSquared } from "../../../src/core/privacy/vector/block.ts";
import type { Batch } from "../../../src/core/protocol/batch.ts";
import type { NoisedShare } from "../../../src/core/protocol/close.ts";
import type { LogEntry } from "../../../src/core/protocol/log.ts";
import type { Model } from "../../../src/core/protocol/model.ts";
import type { HpkeKey, Party, Plan, PlanBlock, PlanTokens } from "../../../src/core/protocol/plan.ts";
import type { Box, Report } from "../../../src/core/protocol/report.ts";

export const bytes = (length: number): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({ minLength: length, maxLength: length });
export const hex = (length: number): fc.Arbitrary<string> =>
  bytes(length).map((some) => Buffer.from(some).toString("hex"));
const u32 = fc.nat({ max: 0xffff_ffff });
const names = fc.stringMatching(/^[a-z0-9-]{1,64}$/);

const boxes: fc.Arbitrary<Box> = fc.record({
  keyId: fc.nat({ max: 255 }),
  encapsulated: fc.oneof(bytes(32), bytes(65)),
  sealed: fc.uint8Array({ minLength: 16, maxLength: 200 }),
});

export const reports: fc.Arbitrary<Report> = fc.record({
  planHash: bytes(32),
  round: u32,
  reportId: bytes(16),
  token: fc.uint8Array({ maxLength: 400 }),
  leader: boxes,
  helper: fc.option(boxes),
});

export const batches: fc.Arbitrary<Batch> = fc.record({
  planHash: bytes(32),
  round: u32,
  batchId: bytes(16),
  reports: fc.uniqueArray(fc.record({ reportId: bytes(16), token: fc.uint8Array({ maxLength: 40 }), box: boxes }), {
    minLength: 1,
    maxLength: 20,
    selector: ({ reportId }) => String(reportId),
  }),
});

export const noisedShares: fc.Arbitrary<NoisedShare> = fc.record({
  planHash: bytes(32),
  setHash: bytes(32),
  count: u32,
  values: fc.uint32Array({ maxLength: 50 }),
});

export const entries: fc.Arbitrary<LogEntry> = fc.record({
  protocol: fc.constant(1 as const),
  task: names,
  n: u32,
  round: u32,
  planHash: hex(32),
  outcome: fc.constantFrom("opened" as const, "abandoned" as const, "published" as const, "rolled-back" as const),
  count: fc.nat(),
  setHash: hex(32),
  sigmaSquared: fc.record({
    numerator: fc.integer({ min: 1, max: 2 ** 52 }),
    denominator: fc.integer({ min: 1, max: 2 ** 20 }),
  }),
  modelHash: fc.option(hex(32)),
  previous: hex(32),
});

export const models: fc.Arbitrary<Model> = fc.record({
  task: names,
  version: fc.integer({ min: 1, max: 0xffff_ffff }),
  parent: fc.option(hex(32)),
  plan: hex(32),
  kind: fc.constantFrom("linear" as const, "hidden-32" as const, "all" as const),
  weights: fc.float32Array({ min: -1_000, max: 1_000, noNaN: true, minLength: 1, maxLength: 40 }),
});

const keys: fc.Arbitrary<HpkeKey> = fc.oneof(
  fc.record({ id: fc.nat({ max: 255 }), kem: fc.constant("x25519" as const), key: hex(32) }),
  fc.record({ id: fc.nat({ max: 255 }), kem: fc.constant("p256" as const), key: hex(65) }),
);

const parties: fc.Arbitrary<Party> = fc.record({
  origin: fc.constantFrom("https://inkling.example", "http://127.0.0.1:8080", "http://[::1]:8080"),
  keys: fc.uniqueArray(keys, { minLength: 1, maxLength: 3, selector: ({ id }) => id }),
  signKey: hex(32),
});

const blocks: fc.Arbitrary<PlanBlock[]> = fc.uniqueArray(
  fc.oneof(
    fc.record({
      name: names,
      kind: fc.constant("delta" as const),
      size: fc.integer({ min: 1, max: 2_000 }),
      subset: fc.constantFrom("linear" as const, "hidden-32" as const, "all" as const),
      scale: fc.integer({ min: 4_096, max: 16_384 }),
      clipNorm: fc.double({ min: 0.25, max: 2, noNaN: true }),
    }),
    fc.record({
      name: names,
      kind: fc.constant("histogram" as const),
      size: fc.integer({ min: 1, max: 2_000 }),
      scale: fc.constant(1_024),
      clipNorm: fc.integer({ min: 1, max: 5 }),
    }),
  ),
  { minLength: 1, maxLength: 4, selector: ({ name }) => name },
);

const modulus = bytes(256).map((some) => {
  const odd = Uint8Array.from(some);
  odd[0] = odd[0]! | 0x80;
  odd[255] = odd[255]! | 1;
  return Buffer.from(odd).toString("hex");
});

const tokens: fc.Arbitrary<PlanTokens> = fc.oneof(
  fc.record({ key: modulus, attestation: fc.constantFrom("none" as const, "shop-session" as const) }),
  fc.record({ key: modulus, attestation: fc.constant("pow" as const), difficulty: fc.integer({ min: 1, max: 22 }) }),
);

/** Plans that every party may follow. */
export const plans: fc.Arbitrary<Plan> = fc
  .record({
    protocol: fc.constant(1 as const),
    task: names,
    version: fc.integer({ min: 1, max: 1e6 }),
    round: u32,
    model: fc.oneof(fc.constant("zero"), hex(32)),
    epoch: fc.nat({ max: 2e12 }).map((from) => ({ from, until: from + 86_400_000 })),
    blocks,
    noiseMultiplier: fc.double({ min: 0.3, max: 4, noNaN: true }),
    leastReports: fc.integer({ min: 1, max: 1_000 }),
    more: fc.nat({ max: 2_000 }),
    buckets: fc.integer({ min: 1, max: 8 }),
    participationCap: fc.integer({ min: 1, max: 20 }),
    devices: fc.integer({ min: 1, max: 1e6 }),
    trustMode: fc.constantFrom("A" as const, "B" as const),
    leader: parties,
    helper: parties,
    tokens: fc.option(tokens),
  })
  .map(({ more, ...rest }) => {
    const boundSquared = reportBoundSquared(rest.blocks);
    const sigmaSquared = sigmaSquaredFor(rest.noiseMultiplier, boundSquared);
    return {
      ...rest,
      boundSquared,
      sigmaSquared,
      largestBatch: rest.leastReports + more,
      buckets: Math.min(rest.buckets, 1 + Math.floor(more / rest.leastReports)),
      delta: 0.09 / rest.devices,
      microRho: microRhoOf(sigmaSquared, boundSquared),
    };
  });

export const codec = {
  encode: (text: string): Uint8Array => new TextEncoder().encode(text),
  decode: (some: Uint8Array): string => new TextDecoder().decode(some),
};
