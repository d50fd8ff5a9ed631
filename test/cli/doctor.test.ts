import { expect, test, vi } from "vitest";
import { command } from "../../cli/command.ts";
import { adviceOn } from "../../cli/doctor-advice.ts";
import { consentModeOf } from "../../cli/doctor-consent.ts";
import { parseDoctorFlags } from "../../cli/doctor-options.ts";
import { amended, type Need } from "../../cli/doctor-policy.ts";

const SHOP = "https://shop.example";
const BLOB: Need = { directive: "worker-src", source: "blob:" };
const FETCH: Need = { directive: "connect-src", source: "https://cdn.example" };
const SCRIPT: Need = { directive: "script-src", source: "https://cdn.example" };
const TRUST: Need = { directive: "trusted-types", source: "inkling" };

test.each<[policy: string, need: Need, better: string]>([
  ["worker-src 'self'", BLOB, "worker-src 'self' blob:"],
  ["worker-src 'none'", BLOB, "worker-src blob:"],
  ["img-src 'self'", BLOB, "img-src 'self'"],
  ["", BLOB, ""],
  // What a missing directive falls back to is copied into one of its own, and left alone.
  ["script-src 'self'", BLOB, "script-src 'self'; worker-src 'self' blob:"],
  ["script-src 'nonce-abc'", BLOB, "script-src 'nonce-abc'; worker-src blob:"],
  ["script-src 'nonce-abc' 'strict-dynamic'", BLOB, "script-src 'nonce-abc' 'strict-dynamic'"],
  ["child-src blob:; script-src 'self'", BLOB, "child-src blob:; script-src 'self'"],
  ["default-src 'none'", FETCH, "default-src 'none'; connect-src https://cdn.example"],
  ["default-src *", FETCH, "default-src *"],
  ["default-src *", BLOB, "default-src *; worker-src * blob:"],
  ["connect-src https:", FETCH, "connect-src https:"],
  ["connect-src http:", FETCH, "connect-src http: https://cdn.example"],
  ["connect-src *.example", FETCH, "connect-src *.example"],
  ["connect-src cdn.example/only/", FETCH, "connect-src cdn.example/only/ https://cdn.example"],
  ["connect-src https://cdn.example:8443", FETCH, "connect-src https://cdn.example:8443 https://cdn.example"],
  ["Connect-Src 'self'; connect-src *", FETCH, "connect-src 'self' https://cdn.example"],
  ["connect-src 'self'", { directive: "connect-src", source: SHOP }, "connect-src 'self'"],
  ["script-src-elem 'self'; script-src *", SCRIPT, "script-src-elem 'self' https://cdn.example; script-src *"],
  ["trusted-types 'none'", TRUST, "trusted-types inkling"],
  ["trusted-types shop", TRUST, "trusted-types shop inkling"],
  ["require-trusted-types-for 'script'", TRUST, "require-trusted-types-for 'script'"],
])("%j lacks %j: %j", (policy, need, better) => {
  expect(amended(policy, [need], SHOP)).toBe(better);
  expect(amended(better, [need], SHOP)).toBe(better);
});

test("several needs are met at once, and a policy that lacks nothing stays as it is written", () => {
  const policy = "default-src 'self';  img-src * ;";
  expect(amended(policy, [BLOB, FETCH], SHOP)).toBe(
    "default-src 'self'; img-src *; worker-src 'self' blob:; connect-src 'self' https://cdn.example",
  );
  expect(amended(policy, [], SHOP)).toBe(policy);
});

const PAGE = { url: `${SHOP}/`, started: false, module: false, policies: [], embedder: "", violations: [], open: [] };

test("a page without Inkling, with one of the package's, and one that did not open are told apart", () => {
  const codes = (more: object): string[] => adviceOn({ ...PAGE, ...more }).map(({ code }) => code);
  expect(codes({})).toEqual(["no-inkling"]);
  expect(codes({ module: true })).toEqual(["no-global"]);
  expect(codes({ failure: "it answered 404" })).toEqual(["page-failed"]);
});

test("a message that is a question ends as one", () => {
  const words = (more: object): string[] => adviceOn({ ...PAGE, ...more }).map(({ words }) => words);
  expect(words({ failure: "it answered 404" })).toEqual(["The page could not be opened: it answered 404."]);
  const status = { reason: "catalog-failed", message: "answered 404: is it there?", worker: {}, consent: {} };
  expect(words({ status })[0]).toBe("There is no catalogue to rank with: answered 404: is it there?");
});

test("what a page says in Google's consent mode is read from its layer and from what Google's tags hold", () => {
  const said = (globals: object) => {
    vi.stubGlobal("shopLayer", []);
    for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value);
    const mode = consentModeOf("shopLayer");
    vi.unstubAllGlobals();
    return mode;
  };
  // As gtag() pushes.
  const pushed = (...words: readonly unknown[]) => ({ shopLayer: [null, argumentsOf(...words), { event: "gtm.js" }] });
  function argumentsOf(..._: readonly unknown[]) {
    // biome-ignore lint/complexity/noArguments: as Google's own snippet has it.
    return arguments;
  }
  const ad = { ad_storage: "denied" };
  const both = { ...ad, personalization_storage: "denied" };
  const held = (entry: object) => ({
    google_tag_data: { ics: { active: true, entries: { personalization_storage: entry } } },
  });
  expect(said({ shopLayer: undefined })).toBe("none");
  expect(said({ google_tag_data: { ics: { active: false, entries: {} } } })).toBe("none");
  expect(said(pushed("consent", "default", ad))).toBe("silent");
  expect(said(pushed("consent", "update"))).toBe("silent");
  expect(said({ shopLayer: [["consent", "default", both]] })).toBe("silent"); // an array, which Tag Manager does not hear either
  expect(said(pushed("consent", "default", both))).toBe("named");
  expect(said(held({ implicit: true }))).toBe("silent");
  expect(said(held({ default: false }))).toBe("named");
  expect(said({ shopLayer: "text", ...held({ update: true }) })).toBe("named");
  for (const first of [{ __tcfapi: () => {} }, { Shopify: { loadFeatures: () => {} } }])
    expect(said({ ...pushed("consent", "default", ad), ...first })).toBe("none");
});

test("of consent only a page is advised whose banner is asked and never answers", () => {
  const status = { reason: "ok", worker: { step: "own-worker" }, consent: { store: "pending" } };
  const tag = { src: `${SHOP}/inkling.js`, catalog: "", asks: true };
  const codes = (more: object): string[] =>
    adviceOn({ ...PAGE, status, tag, consentMode: "silent", ...more } as never).map(({ code }) => code);
  expect(codes({})).toEqual(["consent"]);
  expect(codes({ consentMode: "named" })).toEqual([]);
  expect(codes({ tag: { ...tag, asks: false } })).toEqual([]);
  expect(codes({ tag: undefined })).toEqual([]);
  expect(codes({ status: { ...status, consent: { store: true } } })).toEqual([]);
});

test("two failures name the flag that opens the page", () => {
  const words = (failure: string) => adviceOn({ ...PAGE, failure })[0]?.words;
  expect(words("net::ERR_CERT_AUTHORITY_INVALID at https://shop.example/")).toContain("--insecure");
  expect(words("net::ERR_INVALID_AUTH_CREDENTIALS at https://shop.example/")).toContain("--user NAME:PASSWORD");
  expect(words("it answered 404")).not.toContain("--");
});

test("a name and a password are taken from the flag or the address, which is printed without", () => {
  const parsed = parseDoctorFlags("https://a%40b:p%3Aw@shop.example/x", {});
  const user = { username: "a@b", password: "p:w" };
  expect(parsed).toMatchObject({ url: `${SHOP}/x`, access: { insecure: false, user } });
  expect(parseDoctorFlags(SHOP, { user: "a:b:c", insecure: true })).toMatchObject({
    access: { insecure: true, user: { username: "a", password: "b:c" } },
  });
});

async function run(...args: string[]) {
  const out = vi.spyOn(console, "log").mockReturnValue();
  const err = vi.spyOn(console, "error").mockReturnValue();
  const code = await command(["node", "inkling", "doctor", ...args]);
  const written = { code, out: out.mock.calls.join("\n"), err: err.mock.calls.join("\n") };
  vi.restoreAllMocks();
  return written;
}

test.each([
  [["shop"], "address of a page"],
  [["file:///etc/hosts"], "address of a page"],
  [["javascript:alert(1)"], "address of a page"],
  [[SHOP, "--timeout", "0"], "--timeout must be"],
  [[SHOP, "--timeout", "soon"], "--timeout must be"],
  [[SHOP, "--user", "somebody"], "--user must be"],
  [[SHOP, "--user", "7"], "--user must be"],
  [[SHOP, "--frob"], "--frob"],
  [[], "doctor"],
])("inkling doctor %j is refused", async (args, words) => {
  const { code, out, err } = await run(...args);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain(words);
});

test("without a browser it says what to install", async () => {
  vi.stubEnv("INKLING_CHROMIUM", "/nowhere/chromium");
  const { code, err } = await run(SHOP).finally(() => vi.unstubAllEnvs());
  expect(code).toBe(2);
  for (const words of ["no browser that starts", "INKLING_CHROMIUM", "npx playwright install chromium", "/nowhere"])
    expect(err).toContain(words);
});
