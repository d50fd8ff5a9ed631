import { createHash, createPublicKey, type webcrypto } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { ROOT } from "../../../scripts/paths.mjs";
import { blindSign } from "../../../server/tokens/key.ts";
import { fromHex, toHex } from "../../../src/core/protocol/hex.ts";
import { challengeBytes, encodeToken, parseToken, tokenInput, tokenKeyHex } from "../../../src/core/protocol/token.ts";
import { encodeTokenRequest, parseTokenRequest } from "../../../src/core/protocol/token-request.ts";
import { blind } from "../../../workers/federated/tokens/blind.ts";

interface Vectors {
  readonly publicKey: string;
  readonly privateKey: string;
  readonly vectors: readonly Readonly<
    Record<"challenge" | "nonce" | "blind" | "salt" | "request" | "response" | "token", string>
  >[];
}

const file: Vectors = JSON.parse(readFileSync(join(ROOT, "test/vectors/privacy-pass.json"), "utf8"));
const { privateKey, publicKey } = file;
const modulus = publicKey.slice(-(2 * 256 + 10), -10);
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest();

/** Hands out these bytes as randomness, in this order, and fails where others are asked for. */
function drawn(...values: readonly string[]): void {
  const left = [...values];
  vi.spyOn(crypto, "getRandomValues").mockImplementation((array) => {
    const next = fromHex(left.shift() ?? "");
    // The cast: the library fills bytes alone.
    const into = array as unknown as Uint8Array & webcrypto.BufferSource;
    if (next.length !== into.length) throw new Error(`nobody expected ${into.length} random bytes`);
    into.set(next);
    return array;
  });
}
afterEach(() => {
  vi.restoreAllMocks();
});

describe.each(file.vectors)("RFC 9578, appendix B.2: $nonce", (vector) => {
  const challengeDigest = sha256(fromHex(vector.challenge));
  const keyId = sha256(fromHex(publicKey));
  const input = tokenInput({ nonce: fromHex(vector.nonce), challengeDigest, keyId });

  test("the key is published as it says", () => {
    expect(tokenKeyHex(modulus)).toBe(publicKey);
    const known = createPublicKey({ key: Buffer.from(publicKey, "hex"), format: "der", type: "spki" });
    expect(known.asymmetricKeyDetails).toMatchObject({ modulusLength: 2_048, saltLength: 48, hashAlgorithm: "sha384" });
  });

  test("the device blinds, and finishes, as it says", async () => {
    drawn(vector.salt, vector.blind);
    const blinded = await blind(fromHex(modulus), input);
    const request = { truncatedKeyId: keyId.at(-1)!, blinded: blinded.message, proof: new Uint8Array() };
    expect(toHex(encodeTokenRequest(request))).toBe(vector.request);
    const authenticator = (await blinded.finish(fromHex(vector.response)))!;
    const names = { nonce: fromHex(vector.nonce), challengeDigest, keyId };
    expect(toHex(encodeToken({ ...names, authenticator }))).toBe(vector.token);
    const wrong = fromHex(vector.response);
    wrong[200] = wrong[200]! ^ 1;
    expect(await blinded.finish(wrong)).toBeUndefined();
  });

  test("the issuer signs as it says", () => {
    const { blinded } = parseTokenRequest(fromHex(vector.request));
    expect(blindSign({ privateKey }, blinded)?.toString("hex")).toBe(vector.response);
  });

  test("the token is read as it was written", () => {
    const token = parseToken(fromHex(vector.token));
    expect(toHex(token.nonce)).toBe(vector.nonce);
    expect(Buffer.from(token.challengeDigest)).toEqual(challengeDigest);
    expect(Buffer.from(token.keyId)).toEqual(keyId);
    expect(toHex(encodeToken(token))).toBe(vector.token);
  });
});

test("a challenge has the bytes that RFC 9577 says", () => {
  const [first, second] = file.vectors;
  const context = fromHex("8e7acc900e393381e8810b7c9e4a68b5163f1f880ab6688a6ffe780923609e88");
  expect(toHex(challengeBytes("issuer.example", context, "origin.example"))).toBe(first?.challenge);
  expect(toHex(challengeBytes("issuer.example", new Uint8Array(), "origin.example"))).toBe(second?.challenge);
});

test("a number that is not below the modulus is not signed", () => {
  expect(blindSign({ privateKey }, fromHex("ff".repeat(256)))).toBeUndefined();
  expect(blindSign({ privateKey }, fromHex(modulus))).toBeUndefined();
});
