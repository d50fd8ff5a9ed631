import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Html } from "../html/html.ts";
import { chooseEncoding, type Encoding, encode, worthEncoding } from "./encoding.ts";

/** What a route answers with. */
export interface Reply {
  readonly status: number;
  readonly type: string;
  readonly body: Buffer;
  readonly cache: CacheRule;
  readonly headers?: Readonly<Record<string, string>>;
  /** Encoded forms made once: given for what is sent often. */
  readonly encoded?: Map<Encoding, Promise<Buffer>>;
}

/** "revalidate": kept, asked about each time. "immutable": its address changes with its content. "private": a page with a basket. */
export type CacheRule = "revalidate" | "immutable" | "private";

const CACHE_CONTROL: Readonly<Record<CacheRule, string>> = {
  revalidate: "no-cache",
  immutable: "public, max-age=31536000, immutable",
  // Not no-store: that would keep the page out of the back-forward cache.
  private: "private, no-cache",
};

export const page = (status: number, body: Html, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status,
  type: "text/html; charset=utf-8",
  body: Buffer.from(body.text),
  cache: "private",
  headers,
});

export const text = (status: number, body: string, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status,
  type: "text/plain; charset=utf-8",
  body: Buffer.from(body),
  cache: "private",
  headers,
});

/** After a form: the browser fetches `location` anew. */
export const seeOther = (location: string, cookies: readonly string[] = []): Reply => ({
  ...text(303, "", { location }),
  ...(cookies.length === 0 ? {} : { headers: { location, "set-cookie": cookies.join("\n") } }),
});

const tagOf = (body: Buffer, encoding: Encoding): string =>
  `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}${encoding === "identity" ? "" : `-${encoding}`}"`;

const matches = (header: string | undefined, tag: string): boolean =>
  header?.split(",").some((one) => one.trim().replace(/^W\//, "") === tag) === true;

async function bodyIn(reply: Reply, encoding: Encoding): Promise<Buffer> {
  const { encoded, body } = reply;
  const made = encoded?.get(encoding) ?? encode(body, encoding, encoded !== undefined);
  encoded?.set(encoding, made);
  return made;
}

/** Sends a reply: content negotiation, entity tag, 304, HEAD. */
export async function send(request: IncomingMessage, response: ServerResponse, reply: Reply): Promise<void> {
  const accepted = chooseEncoding(String(request.headers["accept-encoding"] ?? ""));
  const encoding = worthEncoding(reply.type, reply.body.length) ? accepted : "identity";
  const tag = tagOf(reply.body, encoding);
  const { "set-cookie": cookies, ...headers } = reply.headers ?? {};
  const fresh = reply.status === 200 && matches(request.headers["if-none-match"], tag);
  response.statusCode = fresh ? 304 : reply.status;
  response.setHeader("cache-control", CACHE_CONTROL[reply.cache]);
  response.setHeader("vary", reply.cache === "private" ? "accept-encoding, cookie" : "accept-encoding");
  response.setHeader("etag", tag);
  if (cookies !== undefined) response.setHeader("set-cookie", cookies.split("\n"));
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (fresh) {
    response.end();
    return;
  }
  const body = await bodyIn(reply, encoding);
  response.setHeader("content-type", reply.type);
  response.setHeader("content-length", body.length);
  if (encoding !== "identity") response.setHeader("content-encoding", encoding);
  response.end(request.method === "HEAD" ? undefined : body);
}
