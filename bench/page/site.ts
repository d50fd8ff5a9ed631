import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname } from "node:path";
import { STARTED, shopPage } from "./shop-page.ts";
import type { System } from "./systems.ts";

/** One file that was sent. */
export interface Fetched {
  readonly path: string;
  /** What the browser wanted it for, in the words of Sec-Fetch-Dest: script, worker, empty. */
  readonly destination: string;
  readonly bytes: Uint8Array;
}

/** What is asked of the server while it shows one system. */
export interface Visit {
  readonly fetched: readonly Fetched[];
  /** Addresses of the system's servers, which were answered as they were told to. */
  readonly asked: readonly string[];
  /** Addresses that nobody has told of. */
  readonly unknown: readonly string[];
  /** Once the system says that it has started. */
  readonly started: Promise<void>;
}

export interface Site {
  readonly origin: string;
  /** Serves the page with this system, at /, until another is shown. */
  show(system: System): Visit;
  close(): void;
}

const TYPES: Readonly<Record<string, string>> = { ".js": "text/javascript", ".bin": "application/octet-stream" };

/** The shop, and what answers the systems' scripts in place of their servers: all of it on this machine. */
export async function serveShop(): Promise<Site> {
  let origin = "";
  let answer = async (_path: string, _destination: string): Promise<string | Uint8Array | undefined> => undefined;
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", origin);
    const body = await answer(pathname, String(request.headers["sec-fetch-dest"]));
    const type = pathname === "/" ? "text/html" : (TYPES[extname(pathname)] ?? "application/json");
    response.writeHead(body === undefined ? 404 : 200, { "content-type": type, "cache-control": "no-store" }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A server that listens on a port has an address of this kind.
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const show = (system: System): Visit => {
    const fetched: Fetched[] = [];
    const asked: string[] = [];
    const unknown: string[] = [];
    const answers = system.answers(origin);
    let tell = (): void => {};
    const started = new Promise<void>((resolve) => {
      tell = resolve;
    });
    answer = async (path, destination) => {
      if (path === "/") return shopPage(system.additions(origin));
      if (path === STARTED) {
        tell();
        return "";
      }
      const file = fileOf(system, path);
      const bytes = file && (await readFile(file).catch(() => undefined));
      if (bytes) fetched.push({ path, destination, bytes });
      const told = bytes ?? answers[Object.keys(answers).find((start) => path.startsWith(start)) ?? ""];
      if (told === undefined) unknown.push(path);
      else if (bytes === undefined) asked.push(path);
      return told;
    };
    return { fetched, asked, unknown, started };
  };
  return { origin, show, close: () => void server.close() };
}

/** Of this repository's own, and never a path that a browser could lead out of a folder: URL() has resolved it. */
function fileOf({ files }: System, path: string): string | undefined {
  const start = Object.keys(files).find((one) => (one.endsWith("/") ? path.startsWith(one) : path === one));
  return start === undefined ? undefined : files[start]! + path.slice(start.length);
}
