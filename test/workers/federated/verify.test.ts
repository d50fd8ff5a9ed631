import { expect, test } from "vitest";
import { fromHex } from "../../../src/core/protocol/hex.ts";
import { verifies, verifiesByLibrary } from "../../../workers/federated/verify.ts";

/** RFC 8032, section 7.1, tests 1 to 3. */
const VECTORS = [
  [
    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
    "",
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
  ],
  [
    "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
    "72",
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
  ],
  [
    "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
    "af82",
    "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
  ],
] as const;

/** As in a browser that does not know Ed25519. */
async function withoutNative<T>(work: () => Promise<T>): Promise<T> {
  const { importKey } = crypto.subtle;
  crypto.subtle.importKey = async () => {
    throw new DOMException("Unrecognized name", "NotSupportedError");
  };
  try {
    return await work();
  } finally {
    crypto.subtle.importKey = importKey;
  }
}

const BOTH: readonly (readonly [string, typeof verifies])[] = [
  ["WebCrypto", verifies],
  ["the library, where there is nothing else", (...given) => withoutNative(() => verifies(...given))],
  ["the library", (...given) => verifiesByLibrary(...given).catch(() => false)],
];

test.each(BOTH)("by %s the vectors of RFC 8032 verify, and nothing else does", async (_by, verify) => {
  for (const [key, message, signature] of VECTORS) {
    const parts = [fromHex(key), fromHex(signature), fromHex(message)] as const;
    expect(await verify(...parts)).toBe(true);
    for (const part of [0, 1]) {
      const changed = parts.map((bytes) => bytes.slice()) as unknown as typeof parts;
      changed[part]![5]! ^= 1;
      expect(await verify(...changed)).toBe(false);
    }
    expect(await verify(parts[0], parts[1], Uint8Array.of(...parts[2], 0))).toBe(false);
    expect(await verify(parts[0].slice(1), parts[1], parts[2])).toBe(false);
    expect(await verify(parts[0], parts[1].slice(1), parts[2])).toBe(false);
  }
});
