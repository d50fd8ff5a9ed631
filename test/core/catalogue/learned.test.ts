import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  decodeLearned,
  ENCODER,
  ENCODER_ARRAYS,
  encodeLearned,
  HEAD,
  type Head,
  type Learned,
  quantised,
} from "../../../src/core/catalogue/learned.ts";
import { FormatError } from "../../../src/core/errors.ts";

const FEATURES = 3;
const PRODUCTS = 5;
const { first, second } = HEAD;

/** Values that bfloat16 holds. */
const wave = (length: number, phase: number): Float32Array =>
  Float32Array.from({ length }, (_, at) => (((at * 37 + phase) % 129) - 64) / 64);
const head: Head = {
  mean: Float32Array.of(0.1, -2, 3e-5),
  scale: Float32Array.of(1, 0, 400),
  weights: [wave(FEATURES * first, 1), wave(first * second, 2), wave(second, 3)],
  biases: [wave(first, 4), wave(second, 5), wave(1, 6)],
  baseWeight: 3.25,
};
const encoder = {
  ...quantised(wave(PRODUCTS * ENCODER.width, 7)),
  arrays: ENCODER_ARRAYS.map((length, at) => wave(length, at)),
};

describe("the model section", () => {
  test.each<[string, Learned]>([
    ["head and encoder", { head, encoder }],
    ["a head alone", { head, encoder: undefined }],
  ])("holds %s", (_, learned) => {
    expect(decodeLearned(encodeLearned(learned), FEATURES, PRODUCTS)).toEqual(learned);
  });

  test("has the bytes of format version 2, and no other version is read", () => {
    const bytes = encodeLearned({ head, encoder });
    const digest = createHash("sha256").update(bytes).digest("hex");
    expect([bytes.length, digest.slice(0, 32)]).toEqual([160_505, "371f9bd60dcb2b43b6db51f65b5708d8"]);
    for (const version of [0, 1, 3]) {
      const other = bytes.with(4, version);
      expect(() => decodeLearned(other, FEATURES, PRODUCTS)).toThrow(
        `has format version ${version}; this Inkling reads 2`,
      );
    }
  });

  test("weights are kept to one part in 256, signs and zeros exactly", () => {
    const finite = fc.float({ noNaN: true, noDefaultInfinity: true, max: Math.fround(1e30), min: Math.fround(-1e30) });
    fc.assert(
      fc.property(fc.array(finite, { minLength: second, maxLength: second }), (values) => {
        const weights = [head.weights[0], head.weights[1], Float32Array.from(values)] as const;
        const read = decodeLearned(
          encodeLearned({ head: { ...head, weights }, encoder: undefined }),
          FEATURES,
          PRODUCTS,
        );
        read.head.weights[2].forEach((value, at) => {
          expect(Math.abs(value - Math.fround(values[at]!))).toBeLessThanOrEqual(Math.abs(values[at]!) / 256 + 1e-40);
        });
      }),
    );
  });

  test("of another release's features, or of another catalogue, it is refused", () => {
    const bytes = encodeLearned({ head, encoder });
    expect(() => decodeLearned(bytes, FEATURES + 1, PRODUCTS)).toThrow(FormatError);
    expect(() => decodeLearned(bytes, FEATURES, PRODUCTS + 1)).toThrow(FormatError);
  });

  test("cut anywhere it is refused, and a changed byte is refused or read", () => {
    const bytes = encodeLearned({ head, encoder });
    const read = (damaged: Uint8Array): void => {
      try {
        decodeLearned(damaged, FEATURES, PRODUCTS);
      } catch (error) {
        expect(error).toBeInstanceOf(FormatError);
      }
    };
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, value) => {
        expect(() => decodeLearned(bytes.slice(0, at), FEATURES, PRODUCTS)).toThrow(FormatError);
        const changed = bytes.slice();
        changed[at] = value;
        read(changed);
      }),
    );
  });

  test("int8 vectors are within half a step of what they were", () => {
    const vectors = wave(PRODUCTS * ENCODER.width, 9);
    const { items, scales } = quantised(vectors);
    vectors.forEach((value, at) => {
      const scale = scales[Math.floor(at / ENCODER.width)]!;
      expect(Math.abs(items[at]! * scale - value)).toBeLessThanOrEqual(scale / 2 + 1e-7);
    });
  });
});
