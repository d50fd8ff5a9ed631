import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodeBatch, encodeVerdict, parseBatch, parseVerdict } from "../../../src/core/protocol/batch.ts";
import { encodeNoisedShare, parseNoisedShare } from "../../../src/core/protocol/close.ts";
import { RefusedError } from "../../../src/core/protocol/refusal.ts";
import { encodeReport, parseReport, type Report, reportAad } from "../../../src/core/protocol/report.ts";
import { setBytes } from "../../../src/core/protocol/set-hash.ts";
import { parseShare, shareBytes } from "../../../src/core/protocol/share.ts";
import { encodeToken, parseToken } from "../../../src/core/protocol/token.ts";
import { encodeTokenRequest, parseTokenRequest } from "../../../src/core/protocol/token-request.ts";
import { batches, bytes, hex, noisedShares, reports } from "./arbitraries.ts";
import { readOrRefused, withstands } from "./damage.ts";

const run = (length: number, from: number): Uint8Array => Uint8Array.from({ length }, (_, at) => from + at);
const box = (keyId: number) => ({ keyId, encapsulated: run(32, 0x40), sealed: run(16, 0x60) });
const SMALL: Report = {
  planHash: run(32, 0),
  round: 0x01020304,
  reportId: run(16, 0x20),
  token: Uint8Array.of(0xaa, 0xbb),
  leader: box(1),
  helper: box(2),
};

/** How many of so many damaged copies are refused. */
function damaged(good: Uint8Array, runs: number, read: (bytes: Uint8Array) => unknown): number {
  const bytes = new Uint8Array(good.length + 4);
  // Marsaglia's xorshift: the same damage in every run.
  let state = 88_172_645;
  const below = (limit: number) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
  let refused = 0;
  // Most of the time would go into stacks that nobody reads.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  for (let run = 0; run < runs; run++) {
    bytes.set(good);
    for (let edits = below(4) + 1; edits > 0; edits--) bytes[below(bytes.length)] = below(256);
    const length = below(8) === 0 ? below(bytes.length + 1) : good.length;
    if (readOrRefused(read, bytes.subarray(0, length)) instanceof RefusedError) refused++;
  }
  Error.stackTraceLimit = stackTraceLimit;
  return refused;
}

describe("a report", () => {
  test("comes back as it was", () => {
    fc.assert(fc.property(reports, (report) => void expect(parseReport(encodeReport(report))).toEqual(report)));
  });

  test("has the bytes that the format says", () => {
    expect(Buffer.from(encodeReport(SMALL)).toString("hex")).toBe(
      [
        "494b01",
        Buffer.from(SMALL.planHash).toString("hex"),
        "04030201",
        Buffer.from(SMALL.reportId).toString("hex"),
        "0200aabb",
        "02",
        ...[1, 2].map((id) =>
          [
            `0${id}`,
            "20",
            Buffer.from(run(32, 0x40)).toString("hex"),
            "10000000",
            Buffer.from(run(16, 0x60)).toString("hex"),
          ].join(""),
        ),
      ].join(""),
    );
  });

  test("damaged is refused or read, and nothing else", () => {
    withstands(reports.map(encodeReport), parseReport, 2_000);
  });

  test("a million times damaged is a million times read or refused", () => {
    const refused = damaged(encodeReport(SMALL), 1_000_000, parseReport);
    expect(refused).toBeGreaterThan(100_000);
    expect(refused).toBeLessThan(900_000);
  });

  test("of another protocol is refused for that", () => {
    const other = encodeReport(SMALL);
    other[2] = 2;
    expect(readOrRefused(parseReport, other)).toMatchObject({ code: "refused", reason: "version" });
  });

  test("with a part or a whole over its bound is refused for that", () => {
    const heavy = { ...SMALL, token: new Uint8Array(1_025) };
    expect(readOrRefused(parseReport, encodeReport(heavy))).toMatchObject({ reason: "too-large" });
    expect(readOrRefused(parseReport, new Uint8Array(1_000_000))).toMatchObject({ reason: "too-large" });
  });

  test("is bound to all that stands outside its boxes", () => {
    const aad = reportAad(SMALL, run(32, 9));
    const others = [
      reportAad({ ...SMALL, planHash: run(32, 1) }, run(32, 9)),
      reportAad({ ...SMALL, round: 5 }, run(32, 9)),
      reportAad({ ...SMALL, reportId: run(16, 1) }, run(32, 9)),
      reportAad(SMALL, run(32, 8)),
    ];
    expect(aad).toHaveLength(3 + 32 + 4 + 16 + 32);
    expect(new Set([aad, ...others].map(String)).size).toBe(5);
  });
});

describe("a share", () => {
  test("comes back as it was, from any place in a buffer", () => {
    fc.assert(
      fc.property(fc.uint32Array(), fc.nat({ max: 7 }), (share, offset) => {
        const buffer = new Uint8Array(4 * share.length + offset);
        buffer.set(shareBytes(share), offset);
        expect(parseShare(buffer.subarray(offset), share.length)).toEqual(share);
      }),
    );
    expect(shareBytes(Uint32Array.of(0x01020304))).toEqual(Uint8Array.of(4, 3, 2, 1));
  });

  test("of another length is refused", () => {
    fc.assert(
      fc.property(fc.nat({ max: 40 }), fc.nat({ max: 10 }), (length, size) => {
        fc.pre(length !== 4 * size);
        const read = readOrRefused((some) => parseShare(some, size), new Uint8Array(length));
        expect(read).toMatchObject({ reason: "malformed" });
      }),
    );
  });
});

describe("a token", () => {
  const tokens = fc
    .record({ nonce: bytes(32), challengeDigest: bytes(32), keyId: bytes(32), authenticator: bytes(256) })
    .map(encodeToken);
  const requests = fc
    .record({ truncatedKeyId: fc.nat({ max: 255 }), blinded: bytes(256), proof: fc.uint8Array({ maxLength: 1_024 }) })
    .map(encodeTokenRequest);

  test("and a request for one come back as they were", () => {
    fc.assert(fc.property(tokens, (token) => void expect(encodeToken(parseToken(token))).toEqual(token)));
    fc.assert(
      fc.property(requests, (request) => void expect(encodeTokenRequest(parseTokenRequest(request))).toEqual(request)),
    );
  });

  test("damaged is refused or read, and nothing else", () => {
    withstands(tokens, parseToken, 2_000);
    // Whatever stands behind a request may be its proof.
    const withoutProof = requests.map((request) => request.subarray(0, 259));
    fc.assert(
      fc.property(withoutProof, fc.nat({ max: 258 }), (request, length) => {
        expect(readOrRefused(parseTokenRequest, request.subarray(0, length))).toBeInstanceOf(RefusedError);
      }),
    );
    expect(readOrRefused(parseTokenRequest, new Uint8Array(1_284))).toMatchObject({ reason: "too-large" });
  });

  test("a million times damaged, with its request, is a million times read or refused", () => {
    const token = encodeToken({
      nonce: run(32, 1),
      challengeDigest: run(32, 2),
      keyId: run(32, 3),
      authenticator: run(256, 4),
    });
    const request = encodeTokenRequest({ truncatedKeyId: 1, blinded: run(256, 5), proof: run(8, 6) });
    const refused = damaged(token, 500_000, parseToken) + damaged(request, 500_000, parseTokenRequest);
    expect(refused).toBeGreaterThan(50_000);
    expect(refused).toBeLessThan(900_000);
  });
});

describe("between the aggregators", () => {
  test("a batch comes back as it was", () => {
    fc.assert(fc.property(batches, (batch) => void expect(parseBatch(encodeBatch(batch))).toEqual(batch)));
  });

  test("a damaged batch is refused or read, and nothing else", () => {
    withstands(batches.map(encodeBatch), parseBatch);
  });

  test("a batch that names a report twice is refused", () => {
    fc.assert(
      fc.property(batches, (batch) => {
        const twice = encodeBatch({ ...batch, reports: [...batch.reports, batch.reports[0]!] });
        expect(readOrRefused(parseBatch, twice)).toMatchObject({ reason: "malformed" });
      }),
    );
  });

  test("an empty batch and one too many are refused", () => {
    const head = { planHash: run(32, 0), round: 1, batchId: run(16, 0) };
    const many = Array.from({ length: 257 }, (_, at) => ({ reportId: run(16, at), token: run(0, 0), box: box(1) }));
    expect(readOrRefused(parseBatch, encodeBatch({ ...head, reports: [] }))).toMatchObject({ reason: "range" });
    expect(readOrRefused(parseBatch, encodeBatch({ ...head, reports: many }))).toMatchObject({ reason: "range" });
  });

  test("a verdict comes back as it was, and damaged is refused or read", () => {
    const verdicts = fc.record({
      batchId: bytes(16),
      accepted: fc.array(fc.boolean(), { minLength: 1, maxLength: 256 }),
    });
    fc.assert(fc.property(verdicts, (verdict) => void expect(parseVerdict(encodeVerdict(verdict))).toEqual(verdict)));
    withstands(verdicts.map(encodeVerdict), parseVerdict);
    const spare = encodeVerdict({ batchId: run(16, 0), accepted: [true] });
    spare[spare.length - 1] = 3;
    expect(readOrRefused(parseVerdict, spare)).toMatchObject({ reason: "malformed" });
  });

  test("a noised share comes back as it was, and damaged is refused or read", () => {
    fc.assert(
      fc.property(noisedShares, (share) => void expect(parseNoisedShare(encodeNoisedShare(share))).toEqual(share)),
    );
    withstands(noisedShares.map(encodeNoisedShare), parseNoisedShare);
  });

  test("a set of reports has one spelling", () => {
    fc.assert(
      fc.property(fc.uniqueArray(hex(16)), fc.infiniteStream(fc.nat()), (ids, order) => {
        const mixed = ids.toSorted(() => (order.next().value ?? 0) - 2 ** 30);
        expect(setBytes(mixed)).toEqual(setBytes(ids));
        expect(setBytes(ids)).toHaveLength(16 * ids.length);
      }),
    );
  });
});
