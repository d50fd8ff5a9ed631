import { webcrypto } from "node:crypto";
import { sha256Hex } from "../../../server/crypto/digest.ts";
import { TEXT } from "../../../server/text.ts";
import { secureRandom } from "../../../src/core/privacy/random.ts";
import { toHex } from "../../../src/core/protocol/hex.ts";
import type { Plan } from "../../../src/core/protocol/plan.ts";
import { fetchToken } from "../../../workers/federated/tokens/fetch.ts";

/** A plan that asks for tokens, as far as they need it. */
interface Asked {
  readonly plan: Plan;
  readonly hash: Uint8Array;
}

/** Posts bytes as they are. */
export const posted = (url: string, body: Uint8Array): Promise<Response> =>
  fetch(url, {
    method: "POST",
    headers: { "content-type": "application/private-token-request" },
    body: Buffer.from(body),
  });

/** A token of this plan, asked for as a browser does; or the status that the issuer answered with. `change` may change the request. */
export async function askForToken(
  issuer: string,
  { plan, hash }: Asked,
  session: string | null = null,
  change: (request: Uint8Array) => Uint8Array = (request) => request,
): Promise<Uint8Array | number> {
  if (plan.tokens === null) throw new Error("the plan asks for no tokens");
  let status = 0;
  const post = async (url: string, body: Uint8Array) => {
    const response = await posted(url, change(body));
    status = response.status;
    if (status !== 200) throw new Error(`answered ${status}`);
    return new Uint8Array(await response.arrayBuffer());
  };
  const get = () => Promise.reject(new Error("nothing is to be fetched"));
  try {
    const token = await fetchToken({
      ...{ agreed: { plan, hash: toHex(hash) }, tokens: plan.tokens, issuer, session, net: { get, post } },
      ...{
        text: TEXT,
        digest: async (bytes) => sha256Hex(bytes),
        pause: async () => undefined,
        onAsk: async () => undefined,
      },
      random: secureRandom((bytes) => webcrypto.getRandomValues(bytes)),
    });
    if (typeof token === "string") throw new Error(token);
    return token;
  } catch (error) {
    if (status === 0 || status === 200) throw error;
    return status;
  }
}

export async function token(issuer: string, fetched: Asked): Promise<Uint8Array> {
  const got = await askForToken(issuer, fetched);
  if (typeof got === "number") throw new Error(`the issuer answered ${got}`);
  return got;
}
