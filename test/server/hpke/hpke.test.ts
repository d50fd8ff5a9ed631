import { createECDH, createPrivateKey, createPublicKey } from "node:crypto";
import fc from "fast-check";
import {
  AEAD_AES_128_GCM,
  CipherSuite,
  KDF_HKDF_SHA256,
  KEM_DHKEM_P256_HKDF_SHA256,
  KEM_DHKEM_X25519_HKDF_SHA256,
} from "hpke";
import { describe, expect, test } from "vitest";
import { KEMS } from "../../../server/hpke/kem.ts";
import { opener } from "../../../server/hpke/open.ts";
import { LEADER_INFO } from "../../../src/core/protocol/report.ts";
import { sealTo } from "../../../workers/federated/seal.ts";
import { codec } from "../../core/protocol/arbitraries.ts";

const hex = (text: string): Buffer => Buffer.from(text, "hex");
const NAMES = ["x25519", "p256"] as const;

/** RFC 9180, appendices A.1.1 and A.3.1: base mode, sequence number 0. */
const VECTORS = {
  x25519: {
    privateKey: "4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8",
    publicKey: "3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d",
    encapsulated: "37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431",
    sealed: "f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a",
  },
  p256: {
    privateKey: "f3ce7fdae57e1a310d87f1ebbde6f328be0a99cdbcadf4d6589cf29de4b8ffd2",
    publicKey:
      "04fe8c19ce0905191ebc298a9245792531f26f0cece2460639e8bc39cb7f706a826a779b4cf969b8a0e539c7f62fb3d30ad6aa8f80e30f1d128aafd68a2ce72ea0",
    encapsulated:
      "04a92719c6195d5085104f469a8b9814d5838ff72b60501e2c4466e5e67b325ac98536d7b61a1af4b78e5b7f951c0900be863c403ce65c9bfcb9382657222d18c4",
    sealed: "5ad590bb8baa577f8619db35a36311226a896e7342a6d836d8b7bcd2f20b6c7f9076ac232e3ab2523f39513434",
  },
};
const INFO = hex("4f6465206f6e2061204772656369616e2055726e");
const AAD = Buffer.from("Count-0");

describe.each(NAMES)("%s", (name) => {
  const vector = VECTORS[name];

  test("opens the RFC's first message", () => {
    const open = opener(KEMS[name], vector, INFO);
    expect(open(hex(vector.encapsulated), hex(vector.sealed), AAD)?.toString()).toBe("Beauty is truth, truth beauty");
  });

  test("opens nothing that was changed, or sealed to another key, info or data", () => {
    const open = opener(KEMS[name], vector, INFO);
    const [encapsulated, sealed] = [hex(vector.encapsulated), hex(vector.sealed)];
    fc.assert(
      fc.property(fc.nat({ max: sealed.length - 1 }), fc.nat({ max: 7 }), (at, bit) => {
        const changed = Buffer.from(sealed);
        changed[at] = changed[at]! ^ (1 << bit);
        expect(open(encapsulated, changed, AAD)).toBeUndefined();
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), (other) => {
        expect(open(other, sealed, AAD)).toBeUndefined();
        expect(open(encapsulated, other, AAD)).toBeUndefined();
      }),
    );
    expect(open(encapsulated, sealed, Buffer.from("Count-1"))).toBeUndefined();
    expect(opener(KEMS[name], KEMS[name].generate(), INFO)(encapsulated, sealed, AAD)).toBeUndefined();
    expect(opener(KEMS[name], vector, AAD)(encapsulated, sealed, AAD)).toBeUndefined();
    expect(open(Buffer.alloc(encapsulated.length), sealed, AAD)).toBeUndefined();
  });

  test("opens what the browser's side seals, and the browser's library opens with its keys", async () => {
    const pair = KEMS[name].generate();
    const open = opener(KEMS[name], pair, Buffer.from(LEADER_INFO));
    const seal = await sealTo([{ id: 7, kem: name, key: pair.publicKey }], codec);
    const suite = new CipherSuite(
      name === "p256" ? KEM_DHKEM_P256_HKDF_SHA256 : KEM_DHKEM_X25519_HKDF_SHA256,
      KDF_HKDF_SHA256,
      AEAD_AES_128_GCM,
    );
    const privateKey = await suite.DeserializePrivateKey(hex(pair.privateKey), true);
    for (const size of [0, 1, 32, 65_536]) {
      const share = Uint8Array.from({ length: size }, (_, at) => at);
      const { keyId, encapsulated, sealed } = await seal(LEADER_INFO, AAD, share);
      expect(keyId).toBe(7);
      expect(open(encapsulated, sealed, AAD)).toEqual(Buffer.from(share));
      const info = codec.encode(LEADER_INFO);
      expect(await suite.Open(privateKey, encapsulated, sealed, { info, aad: AAD })).toEqual(share);
    }
  });

  test("makes keys whose halves belong together", () => {
    for (let at = 0; at < 50; at++) {
      const pair = KEMS[name].generate();
      expect(pair.privateKey).toMatch(/^[0-9a-f]{64}$/);
      expect(publicOf(name, pair.privateKey)).toBe(pair.publicKey);
    }
  });
});

/** The public half, by another way than kem.ts takes. */
function publicOf(name: "x25519" | "p256", privateKey: string): string {
  if (name === "p256") {
    const curve = createECDH("prime256v1");
    curve.setPrivateKey(privateKey, "hex");
    return curve.getPublicKey("hex");
  }
  const der = Buffer.concat([hex("302e020100300506032b656e04220420"), hex(privateKey)]);
  const key = createPublicKey(createPrivateKey({ key: der, format: "der", type: "pkcs8" }));
  return Buffer.from(key.export({ format: "jwk" }).x ?? "", "base64url").toString("hex");
}

test("takes the first key that can be used", async () => {
  const pair = KEMS.p256.generate();
  const unknown = { id: 1, kem: "x25519" as const, key: "00" };
  const seal = await sealTo([unknown, { id: 2, kem: "p256", key: pair.publicKey }], codec);
  const { keyId } = await seal(LEADER_INFO, AAD, new Uint8Array(4));
  expect(keyId).toBe(2);
  await expect(sealTo([unknown], codec)).rejects.toThrow();
});
