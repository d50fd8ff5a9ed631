import { createCipheriv } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chacha20 } from "../../../../src/core/privacy/share/chacha20.ts";

/** The key stream from block 0 on, as bytes, words little-endian. */
function stream(key: Uint8Array, count: number): Buffer {
  const words = new Uint32Array(count);
  chacha20(key, words);
  const bytes = Buffer.alloc(4 * count);
  words.forEach((word, at) => {
    bytes.writeUInt32LE(word, 4 * at);
  });
  return bytes;
}

const key = (at: number, byte: number): Uint8Array => new Uint8Array(32).fill(byte, at, at + 1);

describe("RFC 8439, appendix A.1, those of nonce zero", () => {
  test.each([
    [
      key(0, 0),
      0,
      "76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7da41597c5157488d7724e03fb8d84a376a43b8f41518a11cc387b669b2ee6586",
    ],
    [
      key(0, 0),
      1,
      "9f07e7be5551387a98ba977c732d080dcb0f29a048e3656912c6533e32ee7aed29b721769ce64e43d57133b074d839d531ed1f28510afb45ace10a1f4b794d6f",
    ],
    [
      key(31, 1),
      1,
      "3aeb5224ecf849929b9d828db1ced4dd832025e8018b8160b82284f3c949aa5a8eca00bbb4a73bdad192b5c42f73f2fd4e273644c8b36125a64addeb006c13a0",
    ],
    [
      key(1, 0xff),
      2,
      "72d54dfbf12ec44b362692df94137f328fea8da73990265ec1bbbea1ae9af0ca13b25aa26cb4a648cb9b9d1be65b2c0924a66c54d545ec1b7374f4872e99f096",
    ],
  ])("%o, block %d", (key, block, hex) => {
    expect(stream(key, 16 * (block + 1)).toString("hex", 64 * block)).toBe(hex);
  });
});

test("the same bytes as OpenSSL's, at every length", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.nat({ max: 100 }), (key, count) => {
      const theirs = createCipheriv("chacha20", key, Buffer.alloc(16)).update(Buffer.alloc(4 * count));
      expect(stream(key, count).equals(theirs)).toBe(true);
    }),
  );
});

test("a key of another length is refused", () => {
  expect(() => chacha20(new Uint8Array(16), new Uint32Array(1))).toThrow("16 bytes and not 32");
});
