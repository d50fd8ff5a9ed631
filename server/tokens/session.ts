import { sha256Hex } from "../crypto/digest.ts";
import { TEXT } from "../text.ts";

/** What a statement of the shop's server is held against. */
export interface StatementPlace {
  /** Whether the shop has signed this: Ed25519, the signature in hex. */
  readonly verify: (message: Uint8Array, signature: string) => boolean;
  /** Whom it must be made for: the leader as devices see it. */
  readonly audience: string;
  readonly nowMs: number;
}

/** A statement is good for ten minutes at most, whatever it says. */
const LONGEST_MS = 600_000;
const COMPACT = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]{86})$/;
const CLAIMS: readonly string[] = ["sub", "aud", "exp", "iat"];

/**
 * The session that a shop vouches for, as a SHA-256 in hex of its name, which nobody keeps: a JSON Web Token (RFC 7519) signed by EdDSA (RFC 8037) with the claims sub (the session, up
 * to 128 characters), aud (the leader's origin), exp, and perhaps iat. Undefined for anything else.
 */
export function sessionOf(statement: Uint8Array, { verify, audience, nowMs }: StatementPlace): string | undefined {
  const [, header = "", claims = "", signature = ""] = COMPACT.exec(TEXT.decode(statement)) ?? [];
  if (signature === "" || objectOf(header)?.alg !== "EdDSA") return undefined;
  if (!verify(TEXT.encode(`${header}.${claims}`), Buffer.from(signature, "base64url").toString("hex")))
    return undefined;
  const { sub, aud, exp, ...others } = objectOf(claims) ?? {};
  if (Object.keys(others).some((name) => !CLAIMS.includes(name)) || aud !== audience) return undefined;
  if (typeof exp !== "number" || !(1_000 * exp > nowMs && 1_000 * exp <= nowMs + LONGEST_MS)) return undefined;
  return typeof sub === "string" && sub.length >= 1 && sub.length <= 128 ? sha256Hex(TEXT.encode(sub)) : undefined;
}

function objectOf(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(TEXT.decode(Buffer.from(part, "base64url")));
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
