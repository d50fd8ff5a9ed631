import fc from "fast-check";
import { expect, test } from "vitest";
import type { RankRequest } from "../../../src/core/bridge/protocol.ts";
import { parseRankRequest, RANK_LIMITS } from "../../../src/core/bridge/rank-request.ts";

const id = fc.string({ minLength: 1, maxLength: RANK_LIMITS.textLength });
const ids = fc.array(id, { maxLength: 20 });
const good = fc.record(
  {
    ids,
    category: id,
    query: id,
    slot: id,
    n: fc.integer({ min: 1, max: RANK_LIMITS.n }),
    exclude: ids,
    pin: ids,
    boost: fc.dictionary(id, fc.double({ min: 0, max: RANK_LIMITS.boost, noNaN: true })),
    kind: fc.constantFrom("for-you" as const, "similar", "goes-with", "recently-viewed", "popular"),
    about: ids,
    display: fc.boolean(),
  } satisfies { readonly [K in keyof RankRequest]-?: unknown },
  { requiredKeys: [] },
);

test("gives a good request back, without unknown keys", () => {
  fc.assert(
    fc.property(good, (request) => {
      expect(parseRankRequest({ ...request, unknown: () => {} })).toEqual({ ok: true, request });
    }),
  );
  expect(parseRankRequest(undefined)).toEqual({ ok: true, request: {} });
  expect(parseRankRequest({ n: undefined })).toEqual({ ok: true, request: {} });
});

test.each([
  ["n", 0, "n must be 1 to 1000"],
  ["n", 2.5, "n must be"],
  ["n", Number.NaN, "n must be"],
  ["n", "8", "n must be"],
  ["ids", "A", "ids must be an array of at most 5000 ids"],
  ["ids", [7], "ids must be"],
  ["ids", ["i".repeat(201)], "ids must be"],
  ["exclude", [""], "exclude must be"],
  ["pin", {}, "pin must be"],
  ["about", Array(5001).fill("A"), "about must be"],
  ["boost", { A: 11 }, "boost must be factors of 0 to 10"],
  ["boost", { A: -1 }, "boost must be"],
  ["boost", { A: Number.NaN }, "boost must be"],
  ["boost", "A", "boost must be"],
  ["boost", ["A"], "boost must be"],
  ["kind", "best", "kind must be for-you, similar"],
  ["category", "", "category must be text"],
  ["query", "q".repeat(201), "query must be text of at most 200"],
  ["slot", 7, "slot must be"],
  ["display", 1, "display must be true or false"],
])("a bad %s is refused with what it must be", (name, value, message) => {
  expect(parseRankRequest({ [name]: value })).toEqual({ ok: false, message: expect.stringContaining(message) });
});

test("names everything that is wrong", () => {
  const parsed = parseRankRequest({ n: 0, slot: "", kind: "for-you" });
  expect(parsed).toEqual({ ok: false, message: expect.stringMatching(/^slot must be .*; n must be .*$/) });
});

test("whatever comes, there is an answer and no exception", () => {
  fc.assert(
    fc.property(fc.oneof(fc.anything(), fc.record({ ids: fc.anything(), boost: fc.anything() })), (value) => {
      const parsed = parseRankRequest(value);
      if (parsed.ok) expect(parseRankRequest(parsed.request)).toEqual(parsed);
      else expect(parsed.message).toContain("must be");
    }),
  );
  for (const none of ["home", 7, [], () => {}]) expect(parseRankRequest(none).ok).toBe(false);
});
