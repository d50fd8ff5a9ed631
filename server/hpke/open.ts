import { createDecipheriv, createHmac } from "node:crypto";
import { TAG_BYTES } from "../../src/core/protocol/bounds.ts";
import type { Kem, KeyPair } from "./kem.ts";

const EMPTY = Buffer.alloc(0);
const VERSION = Buffer.from("HPKE-v1");
const HASH_BYTES = 32;
const KEY_BYTES = 16;
const NONCE_BYTES = 12;
/** HKDF-SHA256 and AES-128-GCM. */
const KDF_ID = 0x0001;
const AEAD_ID = 0x0001;

const u16 = (value: number): Buffer => Buffer.from([value >>> 8, value & 0xff]);

const hmac = (key: Buffer, ...parts: readonly Uint8Array[]): Buffer => {
  const mac = createHmac("sha256", key);
  for (const part of parts) mac.update(part);
  return mac.digest();
};

/** LabeledExtract and LabeledExpand of RFC 9180, section 4; what is expanded here fits one block of HKDF. */
const labeled = (suite: Buffer) => ({
  extract: (salt: Buffer, label: string, input: Uint8Array): Buffer =>
    hmac(salt.length === 0 ? Buffer.alloc(HASH_BYTES) : salt, VERSION, suite, Buffer.from(label), input),
  expand: (secret: Buffer, label: string, info: Uint8Array, length: number): Buffer =>
    hmac(secret, u16(length), VERSION, suite, Buffer.from(label), info, Buffer.from([1])).subarray(0, length),
});

/** Opens what was sealed in one message to one key; undefined when it was not sealed to this key, info and aad, or was changed. */
export type Open = (encapsulated: Uint8Array, sealed: Uint8Array, aad: Uint8Array) => Buffer | undefined;

/**
 * The receiver of HPKE's base mode, RFC 9180 sections 4.1, 5.1 and 5.2, on node:crypto, for sequence number 0. Written out because it opens twice to
 * three times as many reports a second as libraries on WebCrypto, whose every step is a promise.
 */
export function opener(kem: Kem, pair: KeyPair, info: Uint8Array): Open {
  const kemSuite = labeled(Buffer.concat([Buffer.from("KEM"), u16(kem.id)]));
  const suite = labeled(Buffer.concat([Buffer.from("HPKE"), u16(kem.id), u16(KDF_ID), u16(AEAD_ID)]));
  const publicKey = Buffer.from(pair.publicKey, "hex");
  const pskIdHash = suite.extract(EMPTY, "psk_id_hash", EMPTY);
  const context = Buffer.concat([Buffer.from([0]), pskIdHash, suite.extract(EMPTY, "info_hash", info)]);
  const agree = kem.agree(pair);

  const decapsulated = (encapsulated: Uint8Array): Buffer => {
    const prk = kemSuite.extract(EMPTY, "eae_prk", agree(encapsulated));
    return kemSuite.expand(prk, "shared_secret", Buffer.concat([encapsulated, publicKey]), HASH_BYTES);
  };

  return (encapsulated, sealed, aad) => {
    try {
      const secret = suite.extract(decapsulated(encapsulated), "secret", EMPTY);
      const key = suite.expand(secret, "key", context, KEY_BYTES);
      const nonce = suite.expand(secret, "base_nonce", context, NONCE_BYTES);
      const cipher = createDecipheriv("aes-128-gcm", key, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(aad);
      cipher.setAuthTag(sealed.subarray(-TAG_BYTES));
      return Buffer.concat([cipher.update(sealed.subarray(0, -TAG_BYTES)), cipher.final()]);
    } catch {
      // No point of the curve, no tag of ours: there is one answer to all of it.
      return undefined;
    }
  };
}
