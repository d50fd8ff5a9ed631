import { createServer } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { Browser } from "playwright";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { command } from "../../cli/command.ts";
import { type Advice, adviceOn } from "../../cli/doctor-advice.ts";
import { type Visit, visit } from "../../cli/doctor-visit.ts";
import { launchBrowser } from "./support/browser.ts";
import { CERTIFICATE, KEY } from "./support/certificate.ts";
import { openSite, type Site, tag } from "./support/site.ts";

let site: Site;
let browser: Browser;

beforeAll(async () => {
  site = await openSite();
  browser = await launchBrowser();
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await site?.close();
});

/** A page of the shop with this policy; script and catalogue are of another origin, which CDN stands for. */
function shop(policy: string, attributes = "", headers = {}): string {
  const { otherOrigin: cdn } = site;
  const script = `<script async crossorigin nonce="abc" src="${cdn}/inkling.js" data-catalog="${cdn}/catalog.json" ${attributes}></script>`;
  const csp = policy === "" ? {} : { "content-security-policy": policy.replaceAll("CDN", cdn) };
  return site.page("doctor", script, { ...csp, ...headers });
}

const POLICY = "Content-Security-Policy: ";

/** Follows the advice until there is none: what was told on the way, and how the page fares in the end. */
async function mended(policy: string): Promise<{ codes: string[][]; last: Visit; policy: string }> {
  const codes: string[][] = [];
  for (let text = policy; ; ) {
    const last = await visit(browser, shop(text), 20_000);
    const advice: readonly Advice[] = adviceOn(last);
    codes.push(advice.map(({ code }) => code));
    const lines = advice.flatMap(({ headers }) => headers);
    if (lines.length === 0 || codes.length > 4) return { codes, last, policy: text };
    expect(lines[0]).toContain(POLICY);
    text = lines[0]!.slice(POLICY.length);
  }
}

test.each<[policy: string, codes: string[][]]>([
  ["script-src CDN; worker-src 'self'", [["own-thread"], []]],
  ["script-src 'nonce-abc'", [["own-thread"], []]],
  [
    "script-src CDN; worker-src 'self' blob:; connect-src CDN; require-trusted-types-for 'script'; trusted-types 'none'",
    [["own-thread"], []],
  ],
  ["connect-src 'self'", [["catalogue", "unchecked-worker"], []]],
  ["default-src 'self'", [["script"], []]],
])("the headers it names mend %j", async (policy, codes) => {
  const { last, ...way } = await mended(policy.replaceAll("CDN", site.otherOrigin));
  expect(way.codes, way.policy).toEqual(codes);
  expect(last).toMatchObject({ ranked: { items: 3 }, status: { state: "ready", worker: { step: "blob-source" } } });
});

async function run(...args: string[]) {
  const out = vi.spyOn(console, "log").mockReturnValue();
  const code = await command(["node", "inkling", "doctor", ...args]);
  const written = { code, out: out.mock.calls.join("\n") };
  vi.restoreAllMocks();
  return written;
}

test("for people: what works, what was tried, what is blocked and what to do", async () => {
  const { code, out } = await run(shop("worker-src 'self'; connect-src 'self'"));
  expect(code).toBe(1);
  for (const words of [
    /Inkling \d+\.\d+\.\d+: degraded, .*catalog\.json is blocked/,
    /engine: main-thread\n/,
    /consent: store yes, personalise yes, contribute no\n/,
    /not blob-import: .*worker-src/,
    /What the page's policies blocked\n( {2}.*\n)* {2}worker-src blob/,
    /To mend: There is no catalogue to rank with/,
    /Content-Security-Policy: worker-src 'self' blob:; connect-src 'self' http:\/\/localhost:\d+/,
  ])
    expect(out).toMatch(words);
});

test.each<[what: string, named: string, codes: string[]]>([
  ["never names the switch that is heard", "", ["consent"]],
  ["asks for it", 'personalization_storage: "denied", ', []],
])("of a banner that %s", async (_, named, codes) => {
  const banner = `<script>
    var dataLayer = [];
    function gtag() { dataLayer.push(arguments); }
    gtag("consent", "default", { ${named}ad_storage: "denied", analytics_storage: "denied" });
  </script>`;
  const { otherOrigin: cdn } = site;
  const tag = `<script async src="${cdn}/inkling.js" data-catalog="${cdn}/catalog.json"></script>`;
  const last = await visit(browser, site.page("banner", banner + tag), 20_000);
  expect(last.status?.consent).toEqual({ store: "pending", personalise: false, contribute: false });
  expect(adviceOn(last).map(({ code, severe }) => [code, severe])).toEqual(codes.map((code) => [code, false]));
});

test("for programs: one line of JSON, and 0 where the page ranks", async () => {
  const { code, out } = await run(shop(""), "--json", "--timeout", "20");
  expect(code).toBe(0);
  expect(out.split("\n")).toHaveLength(1);
  expect(JSON.parse(out)).toMatchObject({
    advice: [],
    tag: { src: `${site.otherOrigin}/inkling.js`, crossOrigin: true, integrity: false },
    status: { state: "ready", reason: "ok", worker: { step: "blob-source" } },
    ranked: { items: 3, reason: "first-visit" },
    violations: [],
  });
});

test("a page whose load never comes is looked at all the same, and what it waits for is named", async () => {
  const address = site.page("waits", `${tag()}<img src="/endless.svg">`);
  const seen = await visit(browser, address, 3_000);
  expect(seen.open).toEqual([`${site.origin}/endless.svg`]);
  expect(seen.tag?.src).toBe(`${site.origin}/inkling.js`);
  const { out } = await run(address, "--timeout", "3");
  expect(out).toMatch(/still waited for when it was looked at\s+\S*endless\.svg/);
});

test("what a server asks for is given to it, and printed nowhere", async () => {
  const asked: (string | undefined)[] = [];
  const server = createServer(({ headers: { authorization } }, response) => {
    asked.push(authorization);
    response.writeHead(authorization ? 200 : 401, { "www-authenticate": "Basic", "content-type": "text/html" });
    response.end("<!doctype html><title>not open yet</title>");
  }).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once("listening", resolve));
  // listen() with a host and port gives an address, not a pipe's name.
  const { port } = server.address() as AddressInfo;
  expect((await run(`http://127.0.0.1:${port}/`, "--timeout", "3")).out).toContain("--user NAME:PASSWORD");
  for (const json of [[], ["--json"]]) {
    const { out } = await run(`http://shop:sesame@127.0.0.1:${port}/`, "--timeout", "3", ...json);
    expect(out).toContain("There is no Inkling on the page");
    expect(out).not.toContain("sesame");
  }
  expect(asked).toContain(`Basic ${btoa("shop:sesame")}`);
});

test("--insecure opens a page by a certificate of the shop's own, which is named without it", async () => {
  const server = createSecureServer({ key: KEY, cert: CERTIFICATE }, (_, response) => {
    response.writeHead(200, { "content-type": "text/html" });
    response.end("<!doctype html><title>at home</title>");
  }).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  const address = `https://127.0.0.1:${port}/`;
  expect((await run(address, "--timeout", "3")).out).toContain("--insecure");
  expect((await run(address, "--timeout", "3", "--insecure")).out).toContain("There is no Inkling on the page");
});

test.each<[what: string, address: () => string, code: string]>([
  ["not there", () => `${site.origin}/nothing.html`, "page-failed"],
  ["unreachable", () => "http://127.0.0.1:9/", "page-failed"],
  ["without Inkling", () => site.page("bare", "<p>bare</p>"), "no-inkling"],
  [
    "whose script is not there",
    () => site.page("lost", '<script src="/gone/inkling.js" data-catalog="/x"></script>'),
    "script",
  ],
])("a page %s", async (_, address, code) => {
  const advice = adviceOn(await visit(browser, address(), 3_000));
  expect(advice).toMatchObject([{ code, severe: true }]);
});

test.each<[what: string, attributes: string, policy: string, words: string]>([
  ["that has no nonce", "", "script-src 'nonce-abc' 'strict-dynamic'", "wants its nonce"],
  ["that no list names", "", "script-src 'self'", "bars it"],
  ["whose hash is another's", `integrity="sha384-${"A".repeat(64)}"`, "script-src *", "of another release"],
])("it says why a script tag %s does not run", async (_, attributes, policy, words) => {
  const tag = `<script async crossorigin src="${site.otherOrigin}/inkling.js" data-catalog="/catalog.json" ${attributes}></script>`;
  const address = site.page("barred", tag, { "content-security-policy": policy });
  const [advice] = adviceOn(await visit(browser, address, 3_000));
  expect([advice?.code, advice?.words]).toEqual(["script", expect.stringContaining(words)]);
});
