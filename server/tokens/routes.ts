import type { FastifyInstance } from "fastify";
import type { Counter } from "prom-client";
import { fromHex } from "../../src/core/protocol/hex.ts";
import { TOKEN_TYPE, tokenKeyHex } from "../../src/core/protocol/token.ts";
import {
  MAX_TOKEN_REQUEST_BYTES,
  TOKEN_REQUEST_TYPE,
  TOKEN_RESPONSE_TYPE,
} from "../../src/core/protocol/token-request.ts";
import { bodyOf } from "../http/app.ts";
import { BRIEFLY, HASH, notFound, textParams } from "../http/public.ts";
import type { KnownPlans } from "../rounds/known-plan.ts";
import { TEXT } from "../text.ts";
import type { Issuer, NoToken } from "./issuer.ts";

/** What a device hears where it gets no token; 422 is RFC 9578's word for a request that is none. */
const STATUSES: Readonly<Partial<Record<NoToken, number>>> = {
  "unknown-plan": 404,
  over: 404,
  attestation: 403,
  "address-limit": 429,
  "session-limit": 429,
};

type Params = { Params: { plan: string } };

/** The issuer of a plan's tokens. `counter`: by outcome. */
export function tokenRoutes(
  app: FastifyInstance,
  issuer: Issuer,
  plans: KnownPlans,
  counter: Counter<"outcome">,
): void {
  app.get<Params>(
    "/v1/tokens/:plan",
    { schema: { summary: "The key of a plan's tokens: an issuer directory of RFC 9578", params: textParams("plan") } },
    async ({ params: { plan: hash } }, reply) => {
      const tokens = HASH.test(hash) ? (await plans.get(hash))?.plan.tokens : undefined;
      if (tokens == null) return notFound(reply);
      const key = Buffer.from(fromHex(tokenKeyHex(tokens.key))).toString("base64url");
      const directory = {
        "issuer-request-uri": `/v1/tokens/${hash}`,
        "token-keys": [{ "token-type": TOKEN_TYPE, "token-key": key }],
      };
      reply.type("application/private-token-issuer-directory").header("cache-control", BRIEFLY);
      return reply.send(Buffer.from(TEXT.encode(JSON.stringify(directory))));
    },
  );
  app.post<Params>(
    "/v1/tokens/:plan",
    {
      bodyLimit: MAX_TOKEN_REQUEST_BYTES,
      schema: {
        summary: "Have a token for one report to the plan signed, blindly (RFC 9578, type 0x0002)",
        params: textParams("plan"),
        consumes: [TOKEN_REQUEST_TYPE],
        body: { type: "string", format: "binary" },
      },
    },
    async (request, reply) => {
      const { plan } = request.params;
      const answer = HASH.test(plan) ? await issuer.issue(plan, bodyOf(request), request.ip) : "unknown-plan";
      counter.inc({ outcome: typeof answer === "string" ? answer : "issued" });
      reply.header("cache-control", "no-store");
      if (typeof answer === "string") return reply.code(STATUSES[answer] ?? 422).send({ error: "refused" });
      return reply.type(TOKEN_RESPONSE_TYPE).send(answer);
    },
  );
}
