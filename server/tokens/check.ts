import { constants, createPublicKey, verify } from "node:crypto";
import { fromHex } from "../../src/core/protocol/hex.ts";
import type { Plan, PlanTokens } from "../../src/core/protocol/plan.ts";
import { contextBytes, planChallenge } from "../../src/core/protocol/plan-tokens.ts";
import { parseToken, TOKEN_INPUT_BYTES, tokenKeyHex } from "../../src/core/protocol/token.ts";
import { sha256 } from "../crypto/digest.ts";
import { TEXT } from "../text.ts";

/** Of RSABSSA-SHA384-PSS-Deterministic. */
const SALT_BYTES = 48;

/** The nonce, in hex, of a token that is good for this plan: what it is spent by. Undefined for any other bytes. */
export type CheckToken = (token: Uint8Array) => string | undefined;

/** SHA-256 of the key as RFC 9578 publishes it. */
export const tokenKeyId = ({ key }: PlanTokens): Buffer => sha256(fromHex(tokenKeyHex(key)));

/** Redeems tokens as RFC 9577, section 2.2, and RFC 9578, section 6.4, say, but for telling whether they were spent before. */
export function tokenChecker(plan: Plan, tokens: PlanTokens): CheckToken {
  const n = Buffer.from(tokens.key, "hex").toString("base64url");
  const key = createPublicKey({ key: { kty: "RSA", n, e: "AQAB" }, format: "jwk" });
  const signed = { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: SALT_BYTES };
  const keyId = tokenKeyId(tokens);
  const challengeDigest = sha256(planChallenge(plan, sha256(contextBytes(plan, TEXT))));
  return (bytes) => {
    try {
      const token = parseToken(bytes);
      const meant = keyId.equals(token.keyId) && challengeDigest.equals(token.challengeDigest);
      if (!meant || !verify("sha384", bytes.subarray(0, TOKEN_INPUT_BYTES), signed, token.authenticator))
        return undefined;
      return Buffer.from(token.nonce).toString("hex");
    } catch {
      // Not its shape, or a number that is none of this modulus: there is one answer to all of it.
      return undefined;
    }
  };
}
