import { type TextCodec, Writer } from "../bytes.ts";

/** What an aggregator signs begins with what it is, so that no signature can stand for another thing. */
function domain(what: string, parts: readonly Uint8Array[], codec: TextCodec): Uint8Array<ArrayBuffer> {
  const writer = new Writer();
  writer.raw(codec.encode(what)).u8(0);
  for (const part of parts) writer.raw(part);
  return writer.finish();
}

/** What both aggregators sign of a plan, Ed25519. */
export const planSigned = (plan: Uint8Array, codec: TextCodec): Uint8Array<ArrayBuffer> =>
  domain("inkling plan 1", [plan], codec);

/** What the leader signs of a model (encodeModel), Ed25519. */
export const modelSigned = (model: Uint8Array, codec: TextCodec): Uint8Array<ArrayBuffer> =>
  domain("inkling model 1", [model], codec);

/** What both aggregators sign of a log entry (entryBytes), Ed25519. */
export const entrySigned = (entry: Uint8Array, codec: TextCodec): Uint8Array<ArrayBuffer> =>
  domain("inkling log 1", [entry], codec);

/** A request of the leader to the helper. */
export interface SignedRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** Unix milliseconds; the helper refuses what is not of about now. */
  readonly timeMs: number;
  /** SHA-256 of the body. */
  readonly bodyHash: Uint8Array;
}

/** What the leader signs of a request. */
export function requestSigned(
  { method, path, timeMs, bodyHash }: SignedRequest,
  codec: TextCodec,
): Uint8Array<ArrayBuffer> {
  return domain("inkling request 1", [codec.encode(`${method} ${path}\n${timeMs}\n`), bodyHash], codec);
}

/** What the helper signs of its reply: the request's signature (64 bytes) makes it the reply to that request and no other. */
export function replySigned(
  request: Uint8Array,
  status: number,
  bodyHash: Uint8Array,
  codec: TextCodec,
): Uint8Array<ArrayBuffer> {
  return domain("inkling reply 1", [request, codec.encode(`${status}\n`), bodyHash], codec);
}
