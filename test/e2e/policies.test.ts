import { describe, expect, test } from "vitest";
import { CHROMIUM_FLAGS } from "../../scripts/chromium.mjs";
import type { Status } from "../../src/page/api.ts";
import type { InklingGlobal } from "../../src/page/command.ts";
import type { Site } from "./support/site.ts";
import { page, site, useStage } from "./support/stage.ts";

declare global {
  var inkling: InklingGlobal;
  /** In rows of the package. */
  var createInkling: typeof import("../../src/index.ts").createInkling;
}

// The shop's page is of one origin, the script and all that it loads of another. A policy that stops something tells the console.
useStage({
  // A name that no browser takes for this machine's own, which would be trusted without https.
  launch: { args: [...CHROMIUM_FLAGS, "--host-resolver-rules=MAP shop.example 127.0.0.1"] },
  hearsConsole: false,
  failsOnErrors: true,
});

interface Row {
  /** Content-Security-Policy; CDN stands for the other origin. */
  readonly policy?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly fileHeaders?: Site["fileHeaders"];
  /** Attributes of the tag; the catalogue lies on the CDN unless they say otherwise. */
  readonly attributes?: string;
  readonly host?: string;
  /** The package in a module of the page, served from there, in place of the tag. */
  readonly npm?: "shop" | "CDN";
  /** What stands in the page beside the tag. */
  readonly body?: string;
}

/** Opens the row's page and waits until Inkling is up or has given up. */
async function open({
  policy,
  headers = {},
  fileHeaders = () => ({}),
  attributes = "",
  host,
  npm,
  body = "",
}: Row): Promise<Status> {
  site.fileHeaders = fileHeaders;
  const catalog = attributes.includes("data-catalog") ? "" : `data-catalog="${site.otherOrigin}/catalog.json"`;
  const tag = `<script async crossorigin nonce="abc" src="${site.otherOrigin}/inkling.js" ${catalog} ${attributes}></script>`;
  const code = `<script type="module" nonce="abc">
    import { createInkling } from "${npm === "CDN" ? site.otherOrigin : ""}/index.js";
    window.createInkling = createInkling;
    window.inkling = await createInkling({ catalog: "/catalog.json" });
  </script>`;
  const script = npm === undefined ? tag : code;
  const csp = policy && { "content-security-policy": policy.replaceAll("CDN", site.otherOrigin) };
  const url = site.page("row", script + body, { ...headers, ...csp });
  await page.goto(host === undefined ? url : url.replace("127.0.0.1", host));
  await page.waitForFunction(() => "inkling" in window, undefined, { polling: 20 });
  return page.evaluate(() => inkling.ready);
}

const SHOP_CATALOGUE = 'data-catalog="/catalog.json"';
const OWN_COPY = 'data-worker-url="/engine.worker.classic.js"';
const ISOLATED = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" };
const CREDENTIALLESS = { ...ISOLATED, "cross-origin-embedder-policy": "credentialless" };
const CORP = () => ({ "cross-origin-resource-policy": "cross-origin" });
const TRUSTED = "require-trusted-types-for 'script'; trusted-types";

/** The step that the row's page comes to, and what its policy bars before. */
const ROWS: readonly (readonly [name: string, row: Row, step: string, barred?: RegExp])[] = [
  ["no policy", {}, "blob-source"],
  ["script-src, an allow-list without worker-src", { policy: "script-src CDN" }, "main-thread", /worker-src/],
  ["worker-src 'self'", { policy: "script-src CDN; worker-src 'self'" }, "main-thread", /worker-src .* blocks blob/],
  ["worker-src 'self', a copy", { policy: "script-src CDN; worker-src 'self'", attributes: OWN_COPY }, "own-worker"],
  ["worker-src 'self' blob:", { policy: "script-src CDN; worker-src 'self' blob:" }, "blob-source"],
  ["nonce alone", { policy: "script-src 'nonce-abc'" }, "main-thread", /worker-src/],
  ["nonce, strict-dynamic", { policy: "script-src 'nonce-abc' 'strict-dynamic'" }, "blob-source"],
  [
    "nonce, strict-dynamic, worker-src blob:",
    { policy: "script-src 'nonce-abc' 'strict-dynamic'; worker-src blob:" },
    "blob-source",
  ],
  ["trusted types, ours", { policy: `${TRUSTED} inkling` }, "blob-source"],
  [
    "trusted types, ours, no source",
    { policy: `${TRUSTED} inkling; connect-src 'self'`, attributes: SHOP_CATALOGUE },
    "blob-import",
    /connect-src/,
  ],
  ["trusted types, another", { policy: `${TRUSTED} shop` }, "main-thread", /TrustedScriptURL/],
  ["trusted types, none", { policy: `${TRUSTED} 'none'` }, "main-thread", /TrustedScriptURL/],
  ["isolated, with CORP", { headers: ISOLATED, fileHeaders: CORP }, "blob-source"],
  ["isolated, without CORP", { headers: ISOLATED }, "blob-source"],
  [
    "isolated, with CORP, no source",
    { headers: ISOLATED, fileHeaders: CORP, policy: "connect-src 'self'", attributes: SHOP_CATALOGUE },
    "blob-import",
    /connect-src/,
  ],
  [
    "isolated, without CORP, no source",
    { headers: ISOLATED, policy: "connect-src 'self'", attributes: SHOP_CATALOGUE },
    "main-thread",
    /importScripts/,
  ],
  ["credentialless", { headers: CREDENTIALLESS }, "blob-source"],
  [
    "connect-src 'self', the shop's catalogue",
    { policy: "connect-src 'self'", attributes: SHOP_CATALOGUE },
    "blob-import",
    /connect-src/,
  ],
  ["plain http", { host: "shop.example" }, "blob-source"],
  ["npm: script-src 'self'", { npm: "shop", policy: "script-src 'self' 'nonce-abc'" }, "own-worker"],
  ["npm: worker-src blob:", { npm: "shop", policy: "worker-src blob:" }, "blob-source", /worker-src .* blocks http/],
  ["npm: nonce alone", { npm: "shop", policy: "script-src 'nonce-abc'" }, "main-thread", /worker-src .* blocks blob/],
  ["npm: trusted types, ours", { npm: "shop", policy: `${TRUSTED} inkling` }, "blob-source", /TrustedScriptURL/],
  ["npm: trusted types, none", { npm: "shop", policy: `${TRUSTED} 'none'` }, "main-thread", /TrustedScriptURL/],
  ["npm: files on the CDN", { npm: "CDN" }, "blob-source", /origin/],
  [
    "npm: files on the CDN, connect-src 'self'",
    { npm: "CDN", policy: "connect-src 'self'" },
    "blob-import",
    /origin[\s\S]*connect-src/,
  ],
];

for (const [name, row, step, barred] of ROWS)
  test(`${name}: ranks, and follows wishes`, async () => {
    const status = await open(row);
    expect(status).toMatchObject({ state: "ready", reason: "ok", message: "", worker: { state: "running", step } });
    const words = status.worker.tried.map(({ why }) => why).join("\n");
    if (barred !== undefined) expect(words).toMatch(barred);
    const { first, never, next } = await page.evaluate(async () => {
      await inkling.track("view_item", { item_id: "shoe-0" });
      const first = await inkling.rank({ n: 3 });
      const never = await inkling.steer({ wish: "never", about: "item", name: first.items[0]!.id });
      return { first, never, next: await inkling.rank({ n: 3 }) };
    });
    expect([first.items.length, first.reason, never.reason]).toEqual([3, "ok", "ok"]);
    expect(next.items).toHaveLength(3);
    expect(next.items.map(({ id }) => id)).not.toContain(first.items[0]!.id);
    expect(status.engine?.storage.state).toBe("indexeddb");
    expect(status.problems.last).toEqual([]);
  });

const idsOf = (): Promise<string[]> =>
  page.evaluate(async () => (await inkling.rank({ n: 5 })).items.map(({ id }) => id));
const askedFor = (end: string): boolean => site.log.some((path) => path.endsWith(end));

test("on the page's own thread never this is kept, stands in the panel and is taken back there; its code comes with the first wish, and without what the catalogue learned", async () => {
  const status = await open({
    policy: "script-src CDN",
    attributes: `data-catalog="${site.otherOrigin}/taught/catalog.json"`,
    body: "<inkling-privacy></inkling-privacy>",
  });
  expect(status.worker.step).toBe("main-thread");
  await page.evaluate(() => inkling.track("view_item", { item_id: "shoe-0" }));
  const [never = ""] = await idsOf();
  expect(askedFor("/learned.js")).toBe(false);
  const { wishes } = await page.evaluate((name) => inkling.steer({ wish: "never", about: "item", name }), never);
  expect(wishes).toEqual([{ wish: "never", about: "item", name: never }]);
  expect([askedFor("/learned.js"), site.log.some((path) => path.includes("/taught/model"))]).toEqual([true, false]);
  expect(await idsOf()).not.toContain(never);

  await page.reload();
  await page.waitForFunction(() => "inkling" in window, undefined, { polling: 20 });
  const again = await page.evaluate(() => inkling.ready);
  expect([again.worker.step, again.engine?.policy]).toEqual(["main-thread", status.engine?.policy]);
  const after = await idsOf();
  expect(after).toHaveLength(5);
  expect(after).not.toContain(never);
  const asked = page.locator("inkling-privacy [aria-labelledby=wishes]");
  await asked.getByText("Never: ").waitFor();
  await asked.getByRole("button").click();
  await expect.poll(idsOf).toContain(never);
});

const SHOP_ORDER = { basis: "shop-order", items: [{ id: "tent-1" }, { id: "shoe-0" }] };
const shopOrder = (): Promise<unknown> => page.evaluate(() => inkling.rank({ ids: ["tent-1", "shoe-0"] }));

describe("where the page may not have the catalogue, status says so and the shop is as it was", () => {
  test("connect-src 'self' and the catalogue on the CDN", async () => {
    const status = await open({ policy: "connect-src 'self'" });
    const message = expect.stringMatching(/catalog\.json is blocked: .* connect-src/);
    expect(status).toMatchObject({ state: "degraded", reason: "catalog-blocked", message });
    expect(await shopOrder()).toMatchObject(SHOP_ORDER);
  });

  test("the same on the page's own thread", async () => {
    const status = await open({ policy: "connect-src 'self'; worker-src 'none'" });
    expect(status).toMatchObject({ reason: "catalog-blocked", worker: { step: "main-thread" } });
    expect(await shopOrder()).toMatchObject(SHOP_ORDER);
  });

  test("an answer without Access-Control-Allow-Origin", async () => {
    const fileHeaders = (path: string) =>
      path.endsWith("catalog.json") ? { "access-control-allow-origin": "https://other.example" } : {};
    const status = await open({ fileHeaders });
    const message = expect.stringContaining("Access-Control-Allow-Origin");
    expect(status).toMatchObject({ state: "degraded", reason: "catalog-blocked", message });
    expect(await shopOrder()).toMatchObject(SHOP_ORDER);
  });

  test("plain http, in a browser that keeps storage from such pages", async () => {
    await page.addInitScript(() => Object.defineProperty(window, "indexedDB", { value: undefined }));
    const status = await open({ policy: "worker-src 'none'", host: "shop.example" });
    expect(status).toMatchObject({ state: "degraded", reason: "insecure-context", worker: { step: "main-thread" } });
    expect((await page.evaluate(() => inkling.rank({ n: 2 }))).items).toHaveLength(2);
  });
});

test("npm: trusted types, ours, which a page's second Inkling needs as well", async () => {
  await open({ npm: "shop", policy: `${TRUSTED} inkling` });
  const again = await page.evaluate(async () => {
    inkling.destroy();
    const second = await createInkling({ catalog: "/catalog.json" });
    return second.ready;
  });
  expect(again).toMatchObject({ state: "ready", worker: { step: "blob-source" } });
});
