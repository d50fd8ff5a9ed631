import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MAX_VALUES } from "../../../src/core/protocol/bounds.ts";
import { encodeModel, type Model, parseModel } from "../../../src/core/protocol/model.ts";
import { codec, models } from "./arbitraries.ts";
import { readOrRefused, withstands } from "./damage.ts";

const SMALL: Model = {
  task: "head",
  version: 0x01020304,
  parent: null,
  plan: "ab".repeat(32),
  kind: "linear",
  weights: Float32Array.of(1, -0.5),
};
const encode = (change: Partial<Model>): Uint8Array => encodeModel({ ...SMALL, ...change }, codec);
const parse = (some: Uint8Array) => parseModel(some, codec);
/** SMALL's bytes with some in the place of others. */
const patched = (at: number, ...some: readonly number[]): Uint8Array => {
  const bytes = encode({});
  bytes.set(some, at);
  return bytes;
};

describe("a model", () => {
  test("comes back as it was, and its bytes as they were", () => {
    fc.assert(
      fc.property(models, (model) => {
        const written = encodeModel(model, codec);
        expect(parse(written)).toEqual(model);
        expect(encodeModel(parse(written), codec)).toEqual(written);
      }),
    );
  });

  test("has the bytes that the format says", () => {
    expect(Buffer.from(encode({})).toString("hex")).toBe(
      [
        "494d01",
        "0400",
        "68656164",
        "04030201",
        "00".repeat(32),
        "ab".repeat(32),
        "01",
        "02000000",
        "0000803f",
        "000000bf",
      ].join(""),
    );
    expect(Buffer.from(encode({ parent: "cd".repeat(32) })).toString("hex")).toContain("cd".repeat(32));
  });

  test.each([
    ["linear", 1],
    ["hidden-32", 2],
    ["all", 3],
  ] as const)("of %s weights is of kind %i", (kind, code) => {
    expect(encode({ kind })[77]).toBe(code);
    expect(parse(encode({ kind })).kind).toBe(kind);
  });

  test("damaged is refused or read, and nothing else", () => {
    withstands(
      models.map((model) => encodeModel(model, codec)),
      parse,
      2_000,
    );
  });

  test("is refused for what is wrong with it", () => {
    const sizeAt = 78;
    expect(readOrRefused(parse, patched(2, 2))).toMatchObject({ reason: "version" });
    for (const kind of [0, 4, 255])
      expect(readOrRefused(parse, patched(sizeAt - 1, kind))).toMatchObject({ reason: "version" });
    expect(readOrRefused(parse, encode({ version: 0 }))).toMatchObject({ reason: "range" });
    expect(readOrRefused(parse, encode({ task: "Not a name" }))).toMatchObject({ reason: "malformed" });
    expect(readOrRefused(parse, encode({ task: "" }))).toMatchObject({ reason: "malformed" });
    expect(readOrRefused(parse, encode({ task: "\ufeffhead" }))).toMatchObject({ reason: "malformed" });
    expect(readOrRefused(parse, encode({ weights: new Float32Array() }))).toMatchObject({ reason: "range" });
    expect(readOrRefused(parse, encode({ weights: Float32Array.of(1_000.5) }))).toMatchObject({ reason: "range" });
    for (const weight of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
      expect(readOrRefused(parse, encode({ weights: Float32Array.of(0, weight) }))).toMatchObject({
        reason: "malformed",
      });
    expect(readOrRefused(parse, patched(sizeAt, 3))).toMatchObject({ reason: "malformed" });
    expect(readOrRefused(parse, patched(sizeAt, 0, 0, 0, 0xff))).toMatchObject({ reason: "range" });
  });

  test("may be as large as a report, and no larger", () => {
    expect(parse(encode({ weights: new Float32Array(MAX_VALUES).fill(2) })).weights).toHaveLength(MAX_VALUES);
    expect(readOrRefused(parse, encode({ weights: new Float32Array(MAX_VALUES + 1) }))).toMatchObject({
      reason: "range",
    });
    expect(readOrRefused(parse, encode({ weights: new Float32Array(MAX_VALUES + 99) }))).toMatchObject({
      reason: "too-large",
    });
  });
});
