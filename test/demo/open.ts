import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import type { Product } from "inkling/compiler";
import { onTestFinished } from "vitest";
import type { Files } from "../../demo/http/files.ts";
import type { Reply } from "../../demo/http/reply.ts";
import { openPictures } from "../../demo/pictures/pictures.ts";
import { createShopServer } from "../../demo/server.ts";
import { openShop } from "../../demo/shop/shop.ts";
import { STUB } from "../../demo/stub.ts";

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly text: string;
}

export interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Asks for a path exactly as it is written: nothing tidies dots or escapes on the way. */
export type Ask = (path: string, asked?: Asked) => Promise<Answer>;

const noFiles: Files = () => Promise.resolve(undefined);

/** Opens a real server on a port of its own for one test or file. */
export async function openDemo(
  products: readonly Product[],
  folders: Partial<Record<"assets" | "inkling" | "catalogue", Files>> = {},
  closeWith: (close: () => void) => void = onTestFinished,
): Promise<Ask> {
  const server = createShopServer({
    shop: openShop({ name: "Test & Shop", slogan: "For <tests>." }, products),
    assets: {
      style: "/assets/s.css",
      script: "/assets/s.js",
      deviceScript: "/assets/d.js",
      sdk: "/inkling/inkling.js",
      catalogue: "/catalogue/catalog.json",
      stub: STUB,
    },
    pictures: openPictures(),
    folders: { assets: noFiles, inkling: noFiles, catalogue: noFiles, ...folders },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closeWith(() => void server.close());
  const { port } = server.address() as AddressInfo; // a TCP server that listens
  return (path, { method = "GET", headers = {}, body } = {}) =>
    new Promise((resolve, reject) => {
      const request = httpRequest({ host: "127.0.0.1", port, path, method, headers, agent: false }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => {
          const all = Buffer.concat(chunks);
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: all,
            text: all.toString("utf8"),
          });
        });
      });
      request.on("error", reject);
      request.end(body);
    });
}

export const reply = (type: string, body: string): Reply => ({
  status: 200,
  type,
  body: Buffer.from(body),
  cache: "immutable",
  encoded: new Map(),
});
