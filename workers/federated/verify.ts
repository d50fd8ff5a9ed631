import { verifyAsync } from "@noble/ed25519";

/**
 * Whether an Ed25519 signature (RFC 8032) of 64 bytes is that key's. By WebCrypto, which has it in Chromium since 137, Firefox since 129 and Safari since 17;
 * elsewhere by a library. Never throws: what is no key or no signature verifies nothing.
 */
export async function verifies(key: Uint8Array, signature: Uint8Array, message: Uint8Array): Promise<boolean> {
  try {
    const native = await nativeKey(key);
    if (native === undefined) return await verifiesByLibrary(key, signature, message);
    return await crypto.subtle.verify("Ed25519", native, new Uint8Array(signature), new Uint8Array(message));
  } catch {
    return false;
  }
}

export const verifiesByLibrary = (key: Uint8Array, signature: Uint8Array, message: Uint8Array): Promise<boolean> =>
  verifyAsync(signature, message, key, { zip215: false });

/** Undefined where the browser does not know Ed25519. */
async function nativeKey(key: Uint8Array): Promise<CryptoKey | undefined> {
  try {
    return await crypto.subtle.importKey("raw", new Uint8Array(key), "Ed25519", false, ["verify"]);
  } catch (error) {
    if (error instanceof DOMException && error.name === "NotSupportedError") return undefined;
    throw error;
  }
}
