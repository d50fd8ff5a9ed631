import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";

export interface Recorded {
  /** Method and path, as `POST /v1/reports`. */
  readonly what: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A real server in front of another: passes every request on and keeps what came. */
export interface Recorder {
  readonly origin: string;
  readonly log: Recorded[];
  /** Answers in the other's place, with a status and a body, or never; undefined passes the request on. */
  instead: ((what: string) => readonly [status: number, body: string | Uint8Array] | "never" | undefined) | undefined;
  close(): Promise<void>;
}

/** @param target Asked at each request. @param allowed The origin whose pages may ask. */
export async function openRecorder(target: () => string, allowed: string): Promise<Recorder> {
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts);
    const what = `${request.method} ${request.url}`;
    recorder.log.push({ what, headers: request.headers, body });
    const own = recorder.instead?.(what);
    if (own === "never") return;
    if (own !== undefined) {
      const cors = { "access-control-allow-origin": allowed, "content-type": "application/json" };
      response.writeHead(own[0], cors).end(own[1]);
      return;
    }
    const { host: _, connection: __, ...headers } = request.headers;
    const passed = await fetch(`${target()}${request.url}`, {
      method: request.method ?? "GET",
      // Node's own headers fit what fetch takes, but for lists that no browser sends.
      headers: headers as Record<string, string>,
      ...(body.length > 0 && { body }),
    });
    const { "content-length": _length, "content-encoding": _encoding, ...kept } = Object.fromEntries(passed.headers);
    response.writeHead(passed.status, kept).end(Buffer.from(await passed.arrayBuffer()));
  };
  const server: Server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  // listen() with a host and port gives an address, not a pipe's name.
  const { port } = server.address() as AddressInfo;
  const recorder: Recorder = {
    origin: `http://127.0.0.1:${port}`,
    log: [],
    instead: undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return recorder;
}
