import { constants, createPrivateKey, generateKeyPair, privateDecrypt, publicEncrypt } from "node:crypto";
import { promisify } from "node:util";

/** An issuer's key for one epoch. */
export interface TokenKey {
  /** PKCS #8 in hex. */
  readonly privateKey: string;
  /** 256 bytes in hex; the exponent is 65,537. */
  readonly modulus: string;
}

/** Takes some tenths of a second, on a thread of its own. */
export async function newTokenKey(): Promise<TokenKey> {
  const { privateKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 2_048, publicExponent: 65_537 });
  const { n = "" } = privateKey.export({ format: "jwk" });
  return {
    privateKey: privateKey.export({ format: "der", type: "pkcs8" }).toString("hex"),
    modulus: Buffer.from(n, "base64url").toString("hex"),
  };
}

/**
 * BlindSign of RFC 9474, section 4.3: the signature of whatever was blinded. Undefined for a number that is not below the modulus. OpenSSL blinds the
 * operation once more, so that its time tells nothing of the key.
 */
export function blindSign({ privateKey }: Pick<TokenKey, "privateKey">, blinded: Uint8Array): Buffer | undefined {
  const key = createPrivateKey({ key: Buffer.from(privateKey, "hex"), format: "der", type: "pkcs8" });
  const raw = { key, padding: constants.RSA_NO_PADDING };
  let signature: Buffer;
  try {
    signature = privateDecrypt(raw, blinded);
  } catch {
    return undefined;
  }
  // One faulty signature would give the key away.
  if (!publicEncrypt(raw, signature).equals(blinded)) throw new Error("a blind signature came out wrong");
  return signature;
}
