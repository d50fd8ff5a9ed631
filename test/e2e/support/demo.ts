import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright";
import { afterAll, beforeAll } from "vitest";
import { buildCatalogue } from "../../../compiler/build.ts";
import { readFeed } from "../../../compiler/feed/read.ts";
import { openAssets } from "../../../demo/assets.ts";
import { writeOwnGoods } from "../../../demo/feed-file.ts";
import { filesOf } from "../../../demo/http/files.ts";
import type { Federation } from "../../../demo/pages/frame.ts";
import { openPictures } from "../../../demo/pictures/pictures.ts";
import { createShopServer } from "../../../demo/server.ts";
import { openShop } from "../../../demo/shop/shop.ts";
import { STUB } from "../../../src/page/stub.ts";
import { launchBrowser } from "./browser.ts";

/** The demo shop as `npm start` opens it, in a folder of its own, with a log of every path asked for. */
export interface Demo {
  readonly origin: string;
  readonly log: string[];
  close(): Promise<void>;
}

/** @param federate Starts what devices report to, for pages of this origin. Without it there is none. */
export async function openDemoShop(federate?: (origin: string) => Promise<Federation>): Promise<Demo> {
  const folder = mkdtempSync(join(tmpdir(), "inkling-demo-"));
  const goods = writeOwnGoods(folder);
  const read = (path: string) => ({ name: path, bytes: readFileSync(path) });
  const catalogue = join(folder, "catalogue");
  await buildCatalogue({ feed: read(goods.feed), history: [read(goods.history)], out: catalogue });
  const own = openAssets("demo/styles", "build/demo/client");
  const log: string[] = [];
  const server: Server = createServer((request, response) => {
    log.push((request.url ?? "").split("?")[0]!);
    shop.emit("request", request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // a TCP server that listens
  const origin = `http://127.0.0.1:${port}`;
  const federation = await federate?.(origin);
  const shop = createShopServer({
    shop: openShop(
      { name: "Pebblewick", slogan: "Good things." },
      readFeed(readFileSync(goods.feed), goods.feed).products,
    ),
    assets: {
      ...{ ...own, sdk: "/inkling/inkling.js", catalogue: "/catalogue/catalog.json", stub: STUB },
      ...(federation && { federation }),
    },
    pictures: openPictures(),
    folders: { assets: own.files, inkling: filesOf("dist"), catalogue: filesOf(catalogue) },
  });
  return {
    origin,
    log,
    close: async () => {
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true });
    },
  };
}

/** Of the file that called useDemo: one shop and browser for all of its tests. */
export let demo: Demo;
export let browser: Browser;

export function useDemo(): void {
  beforeAll(async () => {
    demo = await openDemoShop();
    browser = await launchBrowser();
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await demo?.close();
  });
}
