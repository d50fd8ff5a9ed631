import { readdirSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { LIVE_FILE, type Pack, withModel } from "../../../compiler/pack.ts";
import { COPIES } from "../../../scripts/bundles.mjs";
import { VERSION } from "../../../src/core/version.ts";
import { STUB } from "../../../src/page/stub.ts";
import { outdoorProducts, packOf } from "../../core/rank/shop.ts";
import { BUNDLED } from "../../support/bundles.ts";
import { modelSection } from "../../support/model-section.ts";

/** A shop's site on real HTTP, with the bundles as they are published and a catalogue from the real compiler. */
export interface Site {
  readonly origin: string;
  /** The same site under a host name of its own: to a browser, another origin. */
  readonly otherOrigin: string;
  /** Paths, as they were asked for, and `done PATH` as the slow ones were answered; the endless ones never are. */
  readonly log: string[];
  /** Content-Security-Policy of every answer, workers' scripts too. */
  policy: string | undefined;
  /** Further headers of files, not of pages. */
  fileHeaders: (path: string) => Readonly<Record<string, string>>;
  /** Serves a page at `/NAME`, a whole document or what stands in its body, with headers of its own; a new one takes an old one's place. */
  page(name: string, html: string, headers?: Readonly<Record<string, string>>): string;
  close(): Promise<void>;
}

const SLOW_MS = 700;
const TYPES: Readonly<Record<string, string>> = {
  js: "text/javascript",
  wasm: "application/wasm",
  json: "application/json",
  svg: "image/svg+xml",
  bin: "application/octet-stream",
};
const PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>';

function files(packs: Readonly<Record<string, Pack>>): Map<string, string | Uint8Array> {
  const code = Object.fromEntries(
    readdirSync(BUNDLED).map((name) => [name, readFileSync(`${BUNDLED}/${name}`, "utf8")]),
  );
  const pack = packOf(outdoorProducts());
  return new Map<string, string | Uint8Array>([
    ...Object.entries(code).map(([name, text]) => [`/${name}`, text] as const),
    ...Object.entries(COPIES).map(([path, source]) => [path.replace(/^dist/, ""), readFileSync(source)] as const),
    // As whoever serves it for several shops lays it out: a folder a version, and one that moves.
    ...Object.entries(code).map(([name, text]) => [`/${VERSION}/${name}`, text] as const),
    [`/${VERSION.split(".")[0]}/inkling.js`, code["inkling.js"]!],
    ...folderOf("/", pack),
    ...folderOf("/taught/", withModel(pack, modelSection())),
    ...Object.entries(packs).flatMap(([folder, other]) => folderOf(folder, other)),
  ]);
}

/** A catalogue's files, as the folder is served that they are in. */
export function folderOf(
  folder: string,
  { manifest, sections, model, live }: Pack,
): (readonly [string, string | Uint8Array])[] {
  return [
    [`${folder}catalog.json`, JSON.stringify(manifest)],
    [folder + manifest.sections.ranking.url, sections.ranking],
    [folder + manifest.sections.display.url, sections.display],
    [folder + manifest.sections.aliases.url, sections.aliases],
    [folder + LIVE_FILE, live],
    ...(model && manifest.sections.model ? [[folder + manifest.sections.model.url, model] as const] : []),
  ];
}

/** @param packs Further catalogues, by their folder. */
export async function openSite(packs: Readonly<Record<string, Pack>> = {}): Promise<Site> {
  const log: string[] = [];
  const pages = new Map<string, { readonly html: string; readonly headers: Readonly<Record<string, string>> }>();
  const known = files(packs);
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const path = new URL(request.url ?? "/", "http://site").pathname;
    log.push(path);
    const type = TYPES[path.split(".").at(-1) ?? ""] ?? "text/html; charset=utf-8";
    const page = pages.get(path);
    const body = page?.html ?? known.get(path) ?? (/\.(svg|ico)$/.test(path) ? PICTURE : undefined);
    const send = (): void => {
      if (path.includes("slow")) log.push(`done ${path}`);
      const headers = { "content-type": type, "access-control-allow-origin": "*" };
      const policy = site.policy === undefined ? {} : { "content-security-policy": site.policy };
      const more = page?.headers ?? site.fileHeaders(path);
      response.writeHead(body === undefined ? 404 : 200, { ...headers, ...policy, ...more });
      response.end(body);
    };
    if (!path.includes("endless")) setTimeout(send, path.includes("slow") ? SLOW_MS : 0);
  };
  const server: Server = createServer(answer).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  // listen() with a host and port gives an address, not a pipe's name.
  const { port } = server.address() as AddressInfo;
  const site: Site = {
    policy: undefined,
    fileHeaders: () => ({}),
    origin: `http://127.0.0.1:${port}`,
    otherOrigin: `http://localhost:${port}`,
    log,
    page(name, html, headers = {}) {
      const whole = html.startsWith("<!doctype html>");
      const text = whole ? html : `<!doctype html><meta charset="utf-8"><title>${name}</title>${html}`;
      pages.set(`/${name}`, { html: text, headers });
      return `http://127.0.0.1:${port}/${name}`;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return site;
}

/** The stub and the script tag, as a shop writes them. */
export const tag = (attributes = 'data-catalog="/catalog.json"', src = "/inkling.js"): string =>
  `<script>${STUB}</script><script async src="${src}" ${attributes}></script>`;
