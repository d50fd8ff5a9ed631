import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  keyRequestBytes,
  keysBytes,
  parseKeyRequest,
  parseKeys,
  parseSignature,
  signatureBytes,
} from "../../../src/core/protocol/agreement.ts";
import { ANSWERS, answerBytes, parseAnswer } from "../../../src/core/protocol/answer.ts";
import {
  bucketKeyBytes,
  bucketRequestBytes,
  closingBytes,
  parseBucketKey,
  parseBucketRequest,
  parseClosing,
} from "../../../src/core/protocol/close.ts";
import { entryBytes, logBytes, parseEntry, parseLog } from "../../../src/core/protocol/log.ts";
import { entrySigned, modelSigned, planSigned, replySigned, requestSigned } from "../../../src/core/protocol/signed.ts";
import { parseTask, taskBytes } from "../../../src/core/protocol/task.ts";
import { bytes, codec, entries, hex, plans } from "./arbitraries.ts";
import { withstands } from "./damage.ts";

const signatures = fc.record({ leader: hex(64), helper: fc.option(hex(64)) });
const named = { hash: hex(32), version: fc.integer({ min: 1, max: 0xffff_ffff }), signature: hex(64) };
const tasks = fc.record({
  protocol: fc.constant(1 as const),
  task: fc.stringMatching(/^[a-z0-9-]{1,64}$/),
  state: fc.constantFrom("collecting" as const, "waiting" as const),
  plan: fc.option(hex(32)),
  signatures: fc.option(signatures),
  model: fc.option(fc.record(named)),
  canary: fc.option(fc.record({ ...named, share: fc.double({ min: 1e-6, max: 1, noNaN: true }) })),
});
const set = {
  protocol: fc.constant(1 as const),
  planHash: hex(32),
  round: fc.nat(),
  count: fc.nat(),
  setHash: hex(32),
};
const closings = fc.record({ ...set, bucketKey: fc.option(hex(32)) });
const bucketRequests = fc.record({ ...set, commitment: hex(32) });
const requests = fc.record({ protocol: fc.constant(1 as const), task: fc.constant<string>("head"), round: fc.nat() });
const pages = fc.array(fc.record({ entry: entries, signatures }), { maxLength: 5 });
const keys = plans.map(({ leader }) => [...leader.keys]);

function message<T>(
  name: string,
  some: fc.Arbitrary<T>,
  write: (value: T) => Uint8Array,
  read: (bytes: Uint8Array) => T,
) {
  test(`${name} comes back as it was, and damaged is refused or read`, () => {
    fc.assert(fc.property(some, (value) => void expect(read(write(value))).toEqual(value)));
    withstands(some.map(write), read);
  });
}

describe("messages", () => {
  message(
    "an answer",
    fc.constantFrom(...ANSWERS),
    (value) => answerBytes(value, codec),
    (some) => parseAnswer(some, codec),
  );
  message(
    "a task",
    tasks,
    (value) => taskBytes(value, codec),
    (some) => parseTask(some, codec),
  );
  message(
    "a closing",
    closings,
    (value) => closingBytes(value, codec),
    (some) => parseClosing(some, codec),
  );
  message(
    "a bucket request",
    bucketRequests,
    (value) => bucketRequestBytes(value, codec),
    (some) => parseBucketRequest(some, codec),
  );
  message(
    "a bucket key",
    hex(32),
    (value) => bucketKeyBytes(value, codec),
    (some) => parseBucketKey(some, codec),
  );
  message(
    "a key request",
    requests,
    (value) => keyRequestBytes(value, codec),
    (some) => parseKeyRequest(some, codec),
  );
  message(
    "keys",
    keys,
    (value) => keysBytes(value, codec),
    (some) => [...parseKeys(some, codec)],
  );
  message(
    "a signature",
    hex(64),
    (value) => signatureBytes(value, codec),
    (some) => parseSignature(some, codec),
  );
  message(
    "an entry",
    entries,
    (value) => entryBytes(value, codec),
    (some) => parseEntry(some, codec),
  );
  message(
    "a log",
    pages,
    (value) => logBytes(value, codec),
    (some) => [...parseLog(some, codec)],
  );
});

test("an entry has one spelling, whatever the order of its fields", () => {
  fc.assert(
    fc.property(entries, (entry) => {
      // The cast: turned around, an entry's fields are still an entry's.
      const turned = Object.fromEntries(Object.entries(entry).reverse()) as unknown as typeof entry;
      expect(entryBytes(turned, codec)).toEqual(entryBytes(entry, codec));
    }),
  );
});

test("what is signed differs in every part, and one thing's signature stands for no other", () => {
  const request = { method: "POST", path: "/v1/batches", timeMs: 5, bodyHash: new Uint8Array(32) };
  const all = [
    requestSigned(request, codec),
    requestSigned({ ...request, method: "GET" }, codec),
    requestSigned({ ...request, path: "/v1/keys" }, codec),
    requestSigned({ ...request, timeMs: 6 }, codec),
    requestSigned({ ...request, bodyHash: new Uint8Array(32).fill(1) }, codec),
    replySigned(new Uint8Array(64), 200, new Uint8Array(32), codec),
    replySigned(new Uint8Array(64).fill(1), 200, new Uint8Array(32), codec),
    replySigned(new Uint8Array(64), 409, new Uint8Array(32), codec),
    replySigned(new Uint8Array(64), 200, new Uint8Array(32).fill(1), codec),
  ].map(String);
  expect(new Set(all).size).toBe(all.length);
  fc.assert(
    fc.property(bytes(40), (some) => {
      const each = [planSigned, entrySigned, modelSigned].map((signed) => String(signed(some, codec)));
      expect(new Set(each).size).toBe(3);
    }),
  );
});
