import type { Browser } from "playwright";
import { build, type PreviewServer, preview } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Consumer, createConsumer } from "../consumer.ts";
import { launchBrowser } from "./support/browser.ts";

const APP = `
import { createInkling } from "inkling";
const inkling = await createInkling({ catalog: "/no-catalogue-here.json" });
const status = await inkling.ready;
document.title = [status.worker.state, status.worker.message].filter(Boolean).join(": ");
`;

let consumer: Consumer;
let server: PreviewServer;
let browser: Browser;

beforeAll(async () => {
  consumer = createConsumer();
  consumer.write("index.html", '<!doctype html><title></title><script type="module" src="/app.js"></script>');
  consumer.write("app.js", APP);
  const config = { root: consumer.folder, configFile: false, logLevel: "error", appType: "mpa" } as const;
  await build({ ...config, build: { target: "es2022" } });
  server = await preview({ ...config, preview: { host: "127.0.0.1", port: 0 } });
  browser = await launchBrowser();
}, 300_000);

afterAll(async () => {
  await browser?.close();
  await server?.close();
  consumer?.remove();
});

test("a shop built with Vite from the packed package starts the engine in its worker", async () => {
  const page = await browser.newPage();
  await page.goto(server.resolvedUrls?.local[0] ?? "");
  await page.waitForFunction(() => document.title !== "", undefined, { timeout: 30_000 });
  expect(await page.title()).toBe("running");
});
