import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize, sep } from "node:path";
import { BUNDLES } from "./bundle.ts";
import { PACKS } from "./packs.ts";
import { PEER_FILES } from "./peer.ts";

/** Folders by the first part of an address. */
const FOLDERS: Readonly<Record<string, string>> = {
  dist: "dist",
  packs: PACKS,
  bench: BUNDLES,
  tfjs: "node_modules/@tensorflow/tfjs-backend-wasm/dist",
  ort: PEER_FILES,
};

const TYPES: Readonly<Record<string, string>> = {
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".json": "application/json",
  ".wasm": "application/wasm",
};

const PAGE = '<!doctype html><html lang="en"><meta charset="utf-8"><title>bench</title><link rel="icon" href="data:,">';

/** Isolated from other origins, so that performance.now() counts in steps of 5 microseconds and not of 100. */
const HEADERS = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
  "cross-origin-resource-policy": "same-origin",
};

/** Empty pages, and what they have beside HEADERS. */
const PAGES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "/": {},
  "/own-thread": { "content-security-policy": "worker-src 'none'" },
};

/** Serves the built package, packs, bundles and empty pages on this machine alone; closed by what it answers. */
export async function serve(): Promise<{ readonly origin: string; readonly close: () => void }> {
  const server: Server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? "/", "http://bench").pathname));
    const [, first = "", ...rest] = path.split(sep);
    const folder = FOLDERS[first];
    const body = folder === undefined ? undefined : await readFile(join(folder, ...rest)).catch(() => undefined);
    const page = body === undefined ? PAGES[path.replaceAll(sep, "/")] : undefined;
    const missing = body === undefined && page === undefined;
    const type = body === undefined ? "text/html" : (TYPES[extname(path)] ?? "application/octet-stream");
    response
      .writeHead(missing ? 404 : 200, { ...HEADERS, ...page, "content-type": type })
      .end(missing ? "" : (body ?? PAGE));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A server that listens on a port has an address of this kind.
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, close: () => server.close() };
}
