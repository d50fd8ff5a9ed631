import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { page, type Reply, send, text } from "./http/reply.ts";
import { securityHeaders } from "./http/security.ts";
import { frame } from "./pages/frame.ts";
import { trouble } from "./pages/troubles.ts";
import { respond } from "./routes.ts";
import type { World } from "./world.ts";

/** Characters of an address; longer is refused. */
const MOST_URL = 2_000;

export type Handler = (request: IncomingMessage) => Promise<Reply>;

function readUrl(request: IncomingMessage): URL | undefined {
  const raw = request.url ?? "/";
  if (raw.length > MOST_URL || !raw.startsWith("/")) return undefined;
  try {
    const url = new URL(`http://shop.invalid${raw}`);
    decodeURIComponent(url.pathname);
    return url;
  } catch {
    return undefined;
  }
}

/** Answers every request with a page or a file; never throws. */
export function handlerOf(world: World): Handler {
  const failed = (status: number, title: string, words: string): Reply =>
    page(status, frame({ ...world, basketCount: 0, consent: undefined }, trouble(title, words)));
  return async (request) => {
    const url = readUrl(request);
    if (url === undefined) return failed(400, "This address cannot be read", "Check it, or start from the front page.");
    try {
      return await respond(world, request, url);
    } catch (error) {
      console.error(`${request.method} ${url.pathname}:`, error);
      return failed(500, "Something broke on our side", "It has been written down. Please try again.");
    }
  };
}

/** The shop as an HTTP server, not yet listening. */
export const createShopServer = (world: World): Server => openDoor(createServer(), world);

/** Lets a server answer as the shop. */
export function openDoor(server: Server, world: World): Server {
  const handle = handlerOf(world);
  const headers = securityHeaders(world);
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    for (const [name, value] of headers) response.setHeader(name, value);
    handle(request)
      .then((reply) => send(request, response, reply))
      .catch((error: unknown) => {
        console.error(`${request.method} ${request.url}:`, error);
        if (!response.headersSent) void send(request, response, text(500, "Something broke on our side."));
        else response.destroy();
      });
  });
  server.requestTimeout = 20_000;
  server.headersTimeout = 10_000;
  server.keepAliveTimeout = 5_000;
  server.maxRequestsPerSocket = 10_000;
  return server;
}
