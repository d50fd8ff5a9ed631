import type { PlanTokens } from "../../src/core/protocol/plan.ts";
import { encodeTokenRequest, type TokenRequest } from "../../src/core/protocol/token-request.ts";
import { tryBytes, WORK_BYTES, workBytes, zeroBits } from "../../src/core/protocol/work.ts";
import { sha256 } from "../crypto/digest.ts";
import { type StatementPlace, sessionOf } from "./session.ts";

/** What is held against a request's proof. */
export interface Asked {
  readonly planHash: Uint8Array;
  readonly tokens: PlanTokens;
  readonly request: TokenRequest;
  /** Undefined where the issuer knows no shop's key. */
  readonly statements: StatementPlace | undefined;
}

/** Who may have a token; a session where the shop names one. Undefined where nobody is shown to. */
export interface Attested {
  readonly session: string | undefined;
}

/** One hash or one signature, whatever was sent. */
export function attested(asked: Asked): Attested | undefined {
  const { tokens, request, statements } = asked;
  switch (tokens.attestation) {
    case "none":
      return request.proof.length === 0 ? { session: undefined } : undefined;
    case "pow":
      return hasWorked(asked) ? { session: undefined } : undefined;
    case "shop-session": {
      const session = statements && sessionOf(request.proof, statements);
      return session === undefined ? undefined : { session };
    }
    default:
      return tokens.attestation satisfies never;
  }
}

function hasWorked({ planHash, tokens, request }: Asked): boolean {
  const { proof, ...bare } = request;
  if (proof.length !== WORK_BYTES || tokens.difficulty === undefined) return false;
  const seed = sha256(workBytes(planHash, encodeTokenRequest({ ...bare, proof: new Uint8Array() })));
  return zeroBits(sha256(tryBytes(seed, proof))) >= tokens.difficulty;
}
