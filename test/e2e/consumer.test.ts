import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import vue from "@vitejs/plugin-vue";
import type { Browser, Page } from "playwright";
import { rolldown } from "rolldown";
import { build, type InlineConfig, type PreviewServer, preview } from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ROOT } from "../../scripts/paths.mjs";
import { type Consumer, createConsumer } from "../consumer.ts";
import { outdoorProducts, packOf } from "../core/rank/shop.ts";
import { launchBrowser } from "./support/browser.ts";
import { filesUnder } from "./support/guide.ts";
import { folderOf } from "./support/site.ts";

const APP = `
import { createInkling } from "inkling";
const inkling = await createInkling({ catalog: "/inkling/catalog.json" });
const { worker, state } = await inkling.ready;
document.title = [state, worker.state, worker.step, ...worker.tried.map(({ why }) => why)].join(" ");
`;
/** For a bundler that leaves worker addresses alone, and whose scripts have none of their own. */
const CLASSIC_APP = `
import { createInkling } from "inkling";
createInkling({ catalog: "/inkling/catalog.json", workerUrl: "/engine/engine.worker.js" }).then(async (inkling) => {
  const { state, worker } = await inkling.ready;
  const { reason } = await inkling.steer({ wish: "more", about: "item", name: "tent-0" });
  document.title = [state, worker.step, reason].join(" ");
});
`;
const pageOf = (head: string): string =>
  `<!doctype html><title></title>${head}<script type="module" src="/app.js"></script>`;
const BARRED = `<meta http-equiv="content-security-policy" content="worker-src 'none'">`;

const FIXTURES = fileURLToPath(new URL("fixtures", import.meta.url));
const FRAMEWORKS = ["next", "nuxt"] as const;
const HEADINGS = { next: "Next.js", nuxt: "Nuxt" } as const;

let consumer: Consumer;
let server: PreviewServer;
let browser: Browser;
/** What the servers of Next.js and Nuxt render. */
const rendered = new Map<string, string>();

/** What the SDK's page says of other bundlers, into a script that is no module. */
async function bundleClassic(): Promise<void> {
  const { folder } = consumer;
  consumer.write("classic.js", CLASSIC_APP);
  consumer.write("public/classic.html", '<!doctype html><title></title><script src="/classic.js"></script>');
  for (const name of ["engine.worker.js", "learned.js"])
    cpSync(join(folder, "node_modules/inkling/dist", name), join(folder, "public/engine", name));
  const bundle = await rolldown({ input: join(folder, "classic.js"), cwd: folder, logLevel: "silent" });
  await bundle.write({ file: join(folder, "public/classic.js"), format: "iife" });
  await bundle.close();
}

/** The fixtures of both frameworks with the guide's files, and the packages that they are written for. */
function furnish(): void {
  cpSync(FIXTURES, consumer.folder, { recursive: true });
  for (const name of FRAMEWORKS)
    for (const [path, code] of filesUnder(HEADINGS[name])) consumer.write(join(name, path), code);
  for (const name of ["react", "react-dom", "vue"])
    symlinkSync(join(ROOT, "node_modules", name), join(consumer.folder, "node_modules", name), "junction");
  const catalogue = join(consumer.folder, "public/inkling");
  mkdirSync(catalogue, { recursive: true });
  for (const [path, bytes] of folderOf("", packOf(outdoorProducts()))) writeFileSync(join(catalogue, path), bytes);
  consumer.write("index.html", pageOf(""));
  consumer.write("barred.html", pageOf(BARRED));
  consumer.write("app.js", APP);
}

beforeAll(async () => {
  consumer = createConsumer();
  furnish();
  await bundleClassic();
  const { folder } = consumer;
  const config: InlineConfig = { root: folder, configFile: false, logLevel: "error", appType: "mpa", plugins: [vue()] };
  // As React's and Vue's own developers run them: with their warnings, and strict mode's second mount.
  const define = { "process.env.NODE_ENV": '"development"' };
  const entries = (of: readonly string[], file: string) => of.map((name) => join(folder, name, file));
  const servers = Object.fromEntries(FRAMEWORKS.map((name) => [name, join(folder, name, "server.js")]));
  await build({ ...config, define, build: { ssr: true, outDir: "server", rolldownOptions: { input: servers } } });
  for (const name of FRAMEWORKS) {
    const html = consumer.node(join("server", `${name}.js`));
    rendered.set(name, html);
    const page = readFileSync(join(folder, name, "index.html"), "utf8");
    consumer.write(join(name, "index.html"), page.replace("<!--rendered-->", html));
  }
  const input = [...entries([""], "index.html"), ...entries([""], "barred.html"), ...entries(FRAMEWORKS, "index.html")];
  await build({ ...config, define, build: { target: "es2022", minify: false, rolldownOptions: { input } } });
  server = await preview({ ...config, preview: { host: "127.0.0.1", port: 0 } });
  browser = await launchBrowser();
}, 300_000);

afterAll(async () => {
  await browser?.close();
  await server?.close();
  consumer?.remove();
}, 120_000);

const address = (path: string): string => new URL(path, server.resolvedUrls?.local[0]).href;

/** A tab of a profile of its own, and what went wrong in it, warnings included. */
async function openTab(): Promise<{ page: Page; errors: string[] }> {
  const page = await (await browser.newContext()).newPage();
  const errors: string[] = [];
  page.on("pageerror", ({ message }) => errors.push(message));
  page.on("console", (line) => ["error", "warning"].includes(line.type()) && errors.push(line.text()));
  return { page, errors };
}

describe("a shop built with Vite from the packed package", () => {
  test.each([
    ["starts the engine in its worker", "index.html", /^ready running own-worker$/],
    [
      "runs it on the page's own thread where workers are barred",
      "barred.html",
      /^ready running main-thread .*worker-src/,
    ],
  ])("%s", async (_, path, title) => {
    const { page } = await openTab();
    await page.goto(address(path));
    await page.waitForFunction(() => document.title !== "", undefined, { timeout: 60_000 });
    expect(await page.title()).toMatch(title);
  });
});

test("a classic script by another bundler starts the engine that lies elsewhere, and what lies beside it", async () => {
  const { page, errors } = await openTab();
  await page.goto(address("classic.html"));
  await page.waitForFunction(() => document.title !== "", undefined, { timeout: 60_000 });
  expect(await page.title()).toBe("ready own-worker ok");
  expect(errors).toEqual([]);
});

describe.each(FRAMEWORKS)("the quick start for %s", (name) => {
  test("is rendered on a server, in the shop's own order and with nothing of Inkling running there", () => {
    const ids = [...rendered.get(name)!.matchAll(/data-inkling-item="([^"]+)"/g)].map(([, id]) => id);
    expect(ids).toEqual(["shoe-1", "tent-0"]);
  });

  test("starts one engine in the browser, and orders the list for whoever comes again, and the next page's", async () => {
    const { page, errors } = await openTab();
    const engines = (): number => page.workers().filter((worker) => worker.url().includes("engine.worker")).length;
    const first = (): Promise<string | null> => page.locator("li").first().getAttribute("data-inkling-item");
    await page.goto(address(`${name}/`));
    await expect.poll(engines, { timeout: 60_000 }).toBe(1);
    expect(await first()).toBe("shoe-1");
    // Once the page's view of a tent is kept, the next visit knows of it.
    const comeAgain = async (): Promise<string | null> => {
      await page.reload();
      await page
        .locator("li:first-child[data-inkling-item=tent-0]")
        .waitFor({ timeout: 4_000 })
        .catch(() => {});
      return first();
    };
    await expect.poll(comeAgain, { timeout: 60_000 }).toBe("tent-0");
    expect(engines()).toBe(1);
    const shown = (): Promise<unknown> =>
      page.evaluate(() => Array.from(document.querySelectorAll("li"), (li) => li.getAttribute("data-inkling-item")));
    const next = page.evaluate(async () => {
      document.querySelector("button")?.click();
      // Within this task no worker answers, and the frameworks have shown what they have.
      for (let k = 0; k < 20; k++) await null;
      return Array.from(document.querySelectorAll("li"), (li) => li.getAttribute("data-inkling-item"));
    });
    expect(await next).toEqual(["shoe-2", "tent-2"]);
    await expect.poll(shown, { timeout: 20_000 }).toEqual(["tent-2", "shoe-2"]);
    expect(errors).toEqual([]);
    await page.context().close();
  });
});
