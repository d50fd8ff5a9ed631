import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import { chooseEncoding } from "../../demo/http/encoding.ts";
import { filesOf } from "../../demo/http/files.ts";
import { openDemo } from "./open.ts";

const folder = mkdtempSync(join(tmpdir(), "demo-files-"));
afterAll(() => rmSync(folder, { recursive: true }));
const manifest = JSON.stringify({ text: "catalogue ".repeat(500) });
const hashed = `ranking-${"0123456789abcdef".repeat(4)}.bin`;
writeFileSync(join(folder, "catalog.json"), manifest);
writeFileSync(join(folder, hashed), Buffer.alloc(5_000, 7));
writeFileSync(join(folder, ".secret.json"), "{}");
writeFileSync(join(folder, "notes.txt"), "not for the web");

const open = () => openDemo([], { catalogue: filesOf(folder) });

test.each([
  ["br, gzip", "br"],
  ["gzip, deflate", "gzip"],
  ["br;q=0, gzip;q=0.5", "gzip"],
  ["*", "br"],
  ["*;q=0", "identity"],
  ["", "identity"],
  ["deflate", "identity"],
  ["BR;Q=1", "br"],
])("Accept-Encoding %s is answered in %s", (header, encoding) => {
  expect(chooseEncoding(header)).toBe(encoding);
});

test("a file comes compressed, plain, or not at all when it is known", async () => {
  const ask = await open();
  const path = "/catalogue/catalog.json";
  const br = await ask(path, { headers: { "accept-encoding": "br" } });
  expect(br.headers).toMatchObject({ "content-encoding": "br", "cache-control": "no-cache", vary: "accept-encoding" });
  expect(brotliDecompressSync(br.body).toString()).toBe(manifest);
  const gzip = await ask(path, { headers: { "accept-encoding": "gzip" } });
  expect(gunzipSync(gzip.body).toString()).toBe(manifest);
  const plain = await ask(path);
  expect(plain.text).toBe(manifest);
  expect(plain.headers["content-encoding"]).toBeUndefined();
  const tags = [br, gzip, plain].map(({ headers }) => headers.etag);
  expect(new Set(tags).size).toBe(3);
  const again = await ask(path, { headers: { "accept-encoding": "br", "if-none-match": `"other", ${tags[0]}` } });
  expect([again.status, again.body.length]).toEqual([304, 0]);
  const stale = await ask(path, { headers: { "if-none-match": '"other"' } });
  expect(stale.status).toBe(200);
});

test("a file that has changed is read anew", async () => {
  const ask = await open();
  writeFileSync(join(folder, "live.json"), "1");
  expect((await ask("/catalogue/live.json")).text).toBe("1");
  await new Promise((resolve) => setTimeout(resolve, 20));
  writeFileSync(join(folder, "live.json"), "2");
  expect((await ask("/catalogue/live.json")).text).toBe("2");
});

test("a name with its content's hash is kept for good", async () => {
  const ask = await open();
  const { headers } = await ask(`/catalogue/${hashed}`);
  expect(headers).toMatchObject({
    "cache-control": "public, max-age=31536000, immutable",
    "content-type": "application/octet-stream",
  });
});

test("HEAD has the headers and no body", async () => {
  const ask = await open();
  const head = await ask("/catalogue/catalog.json", { method: "HEAD" });
  expect([head.status, head.body.length, head.headers["content-length"]]).toEqual([200, 0, String(manifest.length)]);
});

test.each([
  "/catalogue/../package.json",
  "/catalogue/..%2fpackage.json",
  "/catalogue/%2e%2e/package.json",
  "/catalogue/....//package.json",
  "/catalogue/..\\package.json",
  "/catalogue//etc/passwd",
  "/catalogue/.secret.json",
  "/catalogue/notes.txt",
  "/catalogue/",
  "/catalogue/nul%00.json",
  "/assets/..%2f..%2fpackage.json",
  "/inkling/..%2fpackage.json",
  "/img/..%2f..%2fpackage.json",
  "/../../etc/passwd",
])("%s leads nowhere", async (path) => {
  const ask = await open();
  const { status, text } = await ask(path);
  expect([400, 404]).toContain(status);
  expect(text).not.toMatch(/"name": ?"inkling"|root:|not for the web/);
});

test.each(["/%", "/%E0%A4%A", "/p/%ff", `/${"a".repeat(3_000)}`, "*", "//x"])(
  "%s is answered with a page",
  async (path) => {
    const ask = await open();
    const { status, text } = await ask(path);
    expect([400, 404]).toContain(status);
    expect(text).not.toMatch(/at .*\.ts:|Error:/);
  },
);

test.each(["PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "POST"])("%s / is not allowed", async (method) => {
  const ask = await open();
  const { status, headers } = await ask("/", { method });
  expect([status, headers.allow]).toEqual([405, "HEAD, GET"]);
});

test("every answer carries a policy that lets nothing out", async () => {
  const ask = await open();
  for (const path of ["/", "/nope", "/catalogue/catalog.json"]) {
    const { headers } = await ask(path);
    expect(headers["content-security-policy"]).toContain("connect-src 'self'");
    expect(headers["content-security-policy"]).not.toMatch(/unsafe-inline|'unsafe-eval'|https:/);
    expect(headers["x-content-type-options"]).toBe("nosniff");
  }
});
