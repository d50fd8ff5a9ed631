import {
  AEAD_AES_128_GCM,
  CipherSuite,
  KDF_HKDF_SHA256,
  KEM_DHKEM_P256_HKDF_SHA256,
  KEM_DHKEM_X25519_HKDF_SHA256,
} from "hpke";
import type { TextCodec } from "../../src/core/bytes.ts";
import { fromHex } from "../../src/core/protocol/hex.ts";
import type { HpkeKey } from "../../src/core/protocol/plan.ts";
import type { Box } from "../../src/core/protocol/report.ts";

const KEMS = { x25519: KEM_DHKEM_X25519_HKDF_SHA256, p256: KEM_DHKEM_P256_HKDF_SHA256 };

/** Seals shares to one aggregator, of whose keys it takes the first that this browser can use. */
export type Seal = (info: string, aad: Uint8Array, share: Uint8Array) => Promise<Box>;

/**
 * HPKE (RFC 9180), base mode, HKDF-SHA256, AES-128-GCM, with a fresh key for every box. `info` is LEADER_INFO or HELPER_INFO, `aad` what reportAad
 * gives. Rejects when none of the keys can be used: Chromium has X25519 since 133, Firefox since 130, Safari since 17, and all have P-256.
 */
export async function sealTo(keys: readonly HpkeKey[], text: TextCodec): Promise<Seal> {
  const [first, ...others] = keys;
  if (first === undefined) throw new TypeError("sealTo: no keys");
  try {
    return await sealWith(first, text);
  } catch (error) {
    if (others.length === 0) throw error;
    return sealTo(others, text);
  }
}

async function sealWith({ id, kem, key }: HpkeKey, text: TextCodec): Promise<Seal> {
  const suite = new CipherSuite(KEMS[kem], KDF_HKDF_SHA256, AEAD_AES_128_GCM);
  const publicKey = await suite.DeserializePublicKey(fromHex(key));
  return async (info, aad, share) => {
    const { encapsulatedSecret, ciphertext } = await suite.Seal(publicKey, share, { info: text.encode(info), aad });
    return { keyId: id, encapsulated: encapsulatedSecret, sealed: ciphertext };
  };
}
