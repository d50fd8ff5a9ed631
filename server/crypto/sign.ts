import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from "node:crypto";

/** RFC 8410: what stands before the 32 bytes of a raw Ed25519 key in DER. */
const PUBLIC = Buffer.from("302a300506032b6570032100", "hex");
const PRIVATE = Buffer.from("302e020100300506032b657004220420", "hex");

/** An aggregator's name and seal. All keys and signatures are in lower-case hex. */
export interface Signer {
  readonly publicKey: string;
  sign(message: Uint8Array): string;
}

/** 32 bytes from which signer() makes the same key again. */
export function newSigningKey(): string {
  const { privateKey } = generateKeyPairSync("ed25519");
  return privateKey.export({ format: "der", type: "pkcs8" }).subarray(-32).toString("hex");
}

export function signer(signingKey: string): Signer {
  const key = createPrivateKey({
    key: Buffer.concat([PRIVATE, Buffer.from(signingKey, "hex")]),
    format: "der",
    type: "pkcs8",
  });
  const publicKey = createPublicKey(key).export({ format: "der", type: "spki" }).subarray(-32).toString("hex");
  return { publicKey, sign: (message) => sign(null, message, key).toString("hex") };
}

/** Whether `signature` is the owner's of `publicKey` over this message. */
export function verifier(publicKey: string): (message: Uint8Array, signature: string) => boolean {
  const der = Buffer.concat([PUBLIC, Buffer.from(publicKey, "hex")]);
  const key: KeyObject = createPublicKey({ key: der, format: "der", type: "spki" });
  return (message, signature) => verify(null, message, key, Buffer.from(signature, "hex"));
}
