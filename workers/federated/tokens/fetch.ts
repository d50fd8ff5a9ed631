import { fromHex } from "../../../src/core/protocol/hex.ts";
import { contextBytes, planChallenge } from "../../../src/core/protocol/plan-tokens.ts";
import { encodeToken, NONCE_BYTES, RSA_BYTES, tokenInput, tokenKeyHex } from "../../../src/core/protocol/token.ts";
import { encodeTokenRequest, MAX_PROOF_BYTES, TOKEN_REQUEST_TYPE } from "../../../src/core/protocol/token-request.ts";
import { workBytes } from "../../../src/core/protocol/work.ts";
import { blind } from "./blind.ts";
import type { TokenAsking } from "./parts.ts";
import { work } from "./work.ts";

/** See TokenParts. */
export async function fetchToken(asking: TokenAsking): Promise<Uint8Array | string> {
  const { agreed, tokens, issuer, net, onAsk } = asking;
  const names = await namesOf(asking);
  const blinded = await blind(fromHex(tokens.key), tokenInput(names));
  const request = { truncatedKeyId: names.keyId.at(-1)!, blinded: blinded.message, proof: new Uint8Array() };
  const proof = await proofOf(asking, encodeTokenRequest(request));
  if (proof === undefined) return "the plan asks for a statement of the shop's server, and the page gives none";
  await onAsk();
  const url = `${issuer}/v1/tokens/${agreed.hash}`;
  const signature = await net.post(url, encodeTokenRequest({ ...request, proof }), RSA_BYTES, TOKEN_REQUEST_TYPE);
  const authenticator = await blinded.finish(signature);
  return authenticator === undefined
    ? "the issuer's signature of the token is none"
    : encodeToken({ ...names, authenticator });
}

async function namesOf({ agreed: { plan }, tokens, random, digest, text }: TokenAsking) {
  const nonce = new Uint8Array(NONCE_BYTES);
  random(nonce);
  const context = fromHex(await digest(contextBytes(plan, text)));
  return {
    nonce,
    challengeDigest: fromHex(await digest(planChallenge(plan, context))),
    keyId: fromHex(await digest(fromHex(tokenKeyHex(tokens.key)))),
  };
}

/** Undefined where the plan asks for a statement and there is none. */
async function proofOf(
  { agreed: { hash }, tokens, digest, text, pause, session }: TokenAsking,
  request: Uint8Array,
): Promise<Uint8Array | undefined> {
  switch (tokens.attestation) {
    case "none":
      return new Uint8Array();
    case "pow":
      return work(fromHex(await digest(workBytes(fromHex(hash), request))), tokens.difficulty ?? 0, pause);
    case "shop-session": {
      const statement = text.encode(session ?? "");
      return statement.length > 0 && statement.length <= MAX_PROOF_BYTES ? statement : undefined;
    }
    default:
      return tokens.attestation satisfies never;
  }
}
