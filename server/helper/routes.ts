import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { keysBytes, parseKeyRequest, signatureBytes } from "../../src/core/protocol/agreement.ts";
import { MAX_BATCH_BYTES } from "../../src/core/protocol/bounds.ts";
import { bucketKeyBytes } from "../../src/core/protocol/close.ts";
import { RefusedError } from "../../src/core/protocol/refusal.ts";
import { verifier } from "../crypto/sign.ts";
import { bodyOf } from "../http/app.ts";
import { publicRoutes } from "../http/public.ts";
import { isLeaders, sendSigned } from "../http/signed.ts";
import { TEXT } from "../text.ts";
import { agreeToPlan, keysFor } from "./agree.ts";
import { bucketKey, close } from "./close.ts";
import type { HelperContext } from "./context.ts";
import { judge } from "./judge.ts";
import { signEntry } from "./log.ts";
import { Refuse } from "./refuse.ts";

/** Far more than a leader needs, since it waits for each batch's answer. */
const LEADER_A_MINUTE = 6_000;

type Answering = (body: Uint8Array) => Promise<Uint8Array>;

/** What devices read, and what the leader alone may ask. */
export function helperRoutes(app: FastifyInstance, context: HelperContext, now: () => number): void {
  publicRoutes(app, context.database, context.plans);
  const verify = verifier(context.leaderKey);
  const forLeader = (path: string, summary: string, answer: Answering): void => {
    const options = {
      bodyLimit: MAX_BATCH_BYTES,
      config: { rateLimit: { max: LEADER_A_MINUTE } },
      schema: { summary: `${summary}. For the leader alone: requests and replies are signed` },
    };
    app.post(path, options, async (request, reply) => {
      if (!isLeaders(request, verify, now())) return reply.code(401).send({ error: "refused" });
      return answered(request, reply, () => answer(bodyOf(request)));
    });
  };

  const answered = async (request: FastifyRequest, reply: FastifyReply, answer: () => Promise<Uint8Array>) => {
    try {
      return sendSigned(context.signer, request, reply, 200, await answer());
    } catch (error) {
      if (!(error instanceof Refuse || error instanceof RefusedError)) throw error;
      app.log.warn({ path: request.routeOptions.url, reason: error.reason }, "refused the leader");
      return sendSigned(context.signer, request, reply, 409, TEXT.encode(error.reason));
    }
  };

  forLeader("/v1/keys", "The helper's HPKE keys for a round", async (body) => {
    const { task, round } = parseKeyRequest(body, TEXT);
    return keysBytes(await keysFor(context, task, round), TEXT);
  });
  forLeader("/v1/plans", "Agree to a plan", async (body) => signatureBytes(await agreeToPlan(context, body), TEXT));
  forLeader("/v1/batches", "Open and add a batch of reports", (body) => judge(context, body));
  forLeader("/v1/buckets", "The helper's part of the key that deals a round's reports into buckets", async (body) =>
    bucketKeyBytes(await bucketKey(context, body), TEXT),
  );
  forLeader("/v1/closings", "The helper's noised share of a round", (body) => close(context, body));
  forLeader("/v1/log", "Sign an entry of the log", async (body) =>
    signatureBytes(await signEntry(context, body), TEXT),
  );
}
