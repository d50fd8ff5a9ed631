import { createECDH, createPrivateKey, createPublicKey, diffieHellman, generateKeyPairSync } from "node:crypto";

/** A private key of one KEM, in hex: 32 bytes, the scalar. */
export interface KeyPair {
  readonly privateKey: string;
  readonly publicKey: string;
}

/** A Diffie-Hellman group of RFC 9180, section 7.1. */
export interface Kem {
  readonly id: number;
  generate(): KeyPair;
  /** The shared point for any encapsulated key. Throws where that is no point of the group, or one of small order. */
  agree(pair: KeyPair): (encapsulated: Uint8Array) => Buffer;
}

/** RFC 8410: what stands before the 32 bytes of a raw private key in DER. */
const X25519_PRIVATE = Buffer.from("302e020100300506032b656e04220420", "hex");

const x25519: Kem = {
  id: 0x0020,
  generate() {
    const { privateKey, publicKey } = generateKeyPairSync("x25519");
    const raw = (der: Buffer): string => der.subarray(-32).toString("hex");
    return {
      privateKey: raw(privateKey.export({ format: "der", type: "pkcs8" })),
      publicKey: raw(publicKey.export({ format: "der", type: "spki" })),
    };
  },
  agree(pair) {
    const scalar = Buffer.from(pair.privateKey, "hex");
    const key = createPrivateKey({ key: Buffer.concat([X25519_PRIVATE, scalar]), format: "der", type: "pkcs8" });
    return (encapsulated) => {
      if (encapsulated.length !== 32) throw new TypeError("an X25519 key has 32 bytes");
      // A JWK is read eight times as fast as DER.
      const x = Buffer.from(encapsulated).toString("base64url");
      const publicKey = createPublicKey({ key: { kty: "OKP", crv: "X25519", x }, format: "jwk" });
      // OpenSSL refuses the all-zero result that points of small order give.
      return diffieHellman({ privateKey: key, publicKey });
    };
  },
};

const p256: Kem = {
  id: 0x0010,
  generate() {
    const curve = createECDH("prime256v1");
    const publicKey = curve.generateKeys("hex");
    return { privateKey: curve.getPrivateKey("hex").padStart(64, "0"), publicKey };
  },
  agree(pair) {
    const curve = createECDH("prime256v1");
    curve.setPrivateKey(pair.privateKey, "hex");
    return (encapsulated) => {
      if (encapsulated.length !== 65) throw new TypeError("an uncompressed point of P-256 has 65 bytes");
      return curve.computeSecret(encapsulated);
    };
  },
};

export const KEMS: { readonly x25519: Kem; readonly p256: Kem } = { x25519, p256 };
