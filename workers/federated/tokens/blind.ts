import { RSABSSA } from "@cloudflare/blindrsa-ts";

export interface Blinded {
  /** 256 bytes, which say nothing of the input. */
  readonly message: Uint8Array;
  /** The signature over the input, of the issuer's over the message; undefined where that is none. */
  finish(blindSignature: Uint8Array): Promise<Uint8Array | undefined>;
}

/**
 * Blinds what a token signs: RSABSSA-SHA384-PSS-Deterministic (RFC 9474), the one of Privacy Pass's type 0x0002, with randomness from crypto.getRandomValues.
 * @param modulus 256 bytes, big-endian; the exponent is 65,537.
 */
export async function blind(modulus: Uint8Array, input: Uint8Array): Promise<Blinded> {
  const suite = RSABSSA.SHA384.PSS.Deterministic();
  const key = await publicKey(modulus);
  const { blindedMsg, inv } = await suite.blind(key, input);
  return {
    message: blindedMsg,
    // The library checks what comes of it, and throws for all that is wrong.
    finish: (blindSignature) => suite.finalize(key, input, blindSignature, inv).catch(() => undefined),
  };
}

/** As a JWK: browsers read no key with RSASSA-PSS's own algorithm identifier. */
function publicKey(modulus: Uint8Array): Promise<CryptoKey> {
  const n = btoa(String.fromCharCode(...modulus))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
  const key = { kty: "RSA", n, e: "AQAB", alg: "PS384", ext: true };
  return crypto.subtle.importKey("jwk", key, { name: "RSA-PSS", hash: "SHA-384" }, true, ["verify"]);
}
