import type { FastifyReply, FastifyRequest } from "fastify";
import { fromHex } from "../../src/core/protocol/hex.ts";
import { replySigned, requestSigned } from "../../src/core/protocol/signed.ts";
import { sha256 } from "../crypto/digest.ts";
import type { Signer } from "../crypto/sign.ts";
import { TEXT } from "../text.ts";
import { bodyOf } from "./app.ts";

/** Headers of what one aggregator sends the other. */
export const TIME = "inkling-time";
export const SIGNATURE = "inkling-signature";

/** How far two clocks may be apart. Within it a request may be sent again: all that the leader asks is answered the same the second time. */
const APART_MS = 300_000;

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: Uint8Array;
  readonly timeMs: number;
}

/** The signature of a request, in hex. */
export function signRequest(signer: Signer, { method, path, body, timeMs }: Asked): string {
  return signer.sign(requestSigned({ method, path, timeMs, bodyHash: sha256(body) }, TEXT));
}

/** Whether the request is the leader's own, of about now. */
export function isLeaders(
  request: FastifyRequest,
  verify: (message: Uint8Array, signature: string) => boolean,
  nowMs: number,
): boolean {
  const [time, signature] = [request.headers[TIME], request.headers[SIGNATURE]];
  if (typeof time !== "string" || !/^[0-9]{1,15}$/.test(time) || Math.abs(Number(time) - nowMs) > APART_MS)
    return false;
  if (typeof signature !== "string" || !/^[0-9a-f]{128}$/.test(signature)) return false;
  const bodyHash = sha256(bodyOf(request));
  const asked = { method: request.method, path: request.url, timeMs: Number(time), bodyHash };
  return verify(requestSigned(asked, TEXT), signature);
}

/** Answers a request that isLeaders has let through. */
export function sendSigned(
  signer: Signer,
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  body: Uint8Array,
): FastifyReply {
  const signature = signer.sign(replySigned(fromHex(String(request.headers[SIGNATURE])), status, sha256(body), TEXT));
  return reply.code(status).header(SIGNATURE, signature).type("application/octet-stream").send(Buffer.from(body));
}
