import type { Browser, Page, Request, Response } from "playwright";
import { type ConsentMode, consentModeOf } from "./doctor-consent.ts";

/** What the page says of Inkling: the part of status() that is told of. */
export interface SeenStatus {
  readonly version: string;
  readonly state: string;
  readonly reason: string;
  readonly message: string;
  readonly worker: {
    readonly step?: string;
    readonly restarts: number;
    readonly tried: readonly { readonly step: string; readonly why: string }[];
  };
  readonly consent: { readonly [name in "store" | "personalise" | "contribute"]: boolean | "pending" };
  readonly engine?: {
    readonly storage: { readonly state: string };
    readonly catalogue: { readonly state: string; readonly products: number; readonly live: string };
  };
  readonly problems: { readonly count: number; readonly last: readonly string[] };
}

/** A page, as a browser found it. */
export interface Visit {
  /** Where it ended up, after redirects. */
  readonly url: string;
  /** Why it could not be opened. */
  readonly failure?: string;
  /** The script tag; addresses are absolute. */
  readonly tag?: {
    readonly src: string;
    readonly catalog: string;
    /** The data layer's name. */
    readonly layer: string;
    /** Whether the page's banner is asked for consent. */
    readonly asks: boolean;
    readonly crossOrigin: boolean;
    readonly integrity: boolean;
  };
  /** The script has run. */
  readonly started: boolean;
  /** Another copy of it runs, without a global. */
  readonly module: boolean;
  readonly status?: SeenStatus;
  readonly consentMode?: ConsentMode;
  /** How three products were ranked. */
  readonly ranked?: { readonly basis: string; readonly reason: string; readonly items: number };
  /** Every policy that is enforced. */
  readonly policies: readonly { readonly text: string; readonly where: "header" | "meta" }[];
  /** Cross-Origin-Embedder-Policy. */
  readonly embedder: string;
  /** What the page's policies blocked, of whatever script: directive and address. */
  readonly violations: readonly string[];
  /** What it still waited for when it was looked at: it had not loaded in time. */
  readonly open: readonly string[];
}

export interface User {
  readonly username: string;
  readonly password: string;
}

/** What it takes to see a page that is not for everybody yet. */
export interface Access {
  readonly insecure?: boolean;
  readonly user?: User;
}

/** The globals of a page that are asked for here. */
interface Host {
  inkling?: ((method: string, argument?: unknown) => Promise<unknown>) & { readonly destroy?: unknown };
}

const MAX_VIOLATIONS = 50;
const MAX_OPEN = 20;
/** What a page's window loads without. */
const APART = ["fetch", "xhr", "eventsource", "websocket", "ping", "prefetch", "manifest"];
/** How long after the page has loaded the script may come. */
const TAG_LIMIT_MS = 3_000;

/** Opens the page and waits until Inkling is up or has given up, at most `limitMs` each. Records nothing and changes nothing of the shop. */
export async function visit(browser: Browser, url: string, limitMs: number, access: Access = {}): Promise<Visit> {
  const { insecure = false, user } = access;
  const context = await browser.newContext({
    ignoreHTTPSErrors: insecure,
    ...(user && { httpCredentials: { ...user, origin: new URL(url).origin } }),
  });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(limitMs);
    const violations = new Set<string>();
    await page.exposeFunction("inklingDoctor", (said: string) => {
      if (violations.size < MAX_VIOLATIONS) violations.add(said.slice(0, 300));
    });
    await page.addInitScript(watchViolations);
    const open = openRequests(page);
    const nothing = { url, started: false, module: false, policies: [], embedder: "", violations: [], open: [] };
    let response: Response | null;
    try {
      response = await page.goto(url, { waitUntil: "commit" });
    } catch (error) {
      return { ...nothing, failure: String(error).replace(/^\w*Error: page\.goto: |\n.*/gs, "") };
    }
    if (response === null || !response.ok())
      return { ...nothing, failure: `it answered ${response?.status() ?? "nothing"}` };
    // A picture that never comes is no reason not to look.
    const late = await page.waitForLoadState("load").then(
      () => [],
      () => open(),
    );
    const found = await examine(page, limitMs);
    const headers = await response.headersArray();
    const named = (name: string): string[] =>
      headers.filter((header) => header.name.toLowerCase() === name).map(({ value }) => value);
    return {
      ...found.about,
      url: page.url(),
      policies: [
        ...named("content-security-policy").flatMap((value) =>
          value.split(",").map((text) => ({ text: text.trim(), where: "header" as const })),
        ),
        ...found.metas.map((text) => ({ text, where: "meta" as const })),
      ],
      embedder: named("cross-origin-embedder-policy")[0]?.split(";")[0]?.trim() ?? "",
      violations: [...violations],
      open: late,
    };
  } finally {
    await context.close();
  }
}

/** Follows the requests that hold a page's load up. Answers the addresses of those that are open. */
function openRequests(page: Page): () => string[] {
  const open = new Set<Request>();
  page.on("request", (request) => APART.includes(request.resourceType()) || open.add(request));
  page.on("requestfinished", (request) => open.delete(request));
  page.on("requestfailed", (request) => open.delete(request));
  return () => [...open].slice(0, MAX_OPEN).map((request) => request.url());
}

/** Runs in the page, before anything of it. */
function watchViolations(): void {
  const host = globalThis as unknown as {
    inklingDoctor(said: string): void;
    addEventListener(type: string, hear: (event: Violation) => void): void;
  };
  interface Violation {
    readonly disposition: string;
    readonly effectiveDirective: string;
    readonly blockedURI: string;
  }
  host.addEventListener("securitypolicyviolation", ({ disposition, effectiveDirective, blockedURI }) => {
    if (disposition === "enforce") host.inklingDoctor(`${effectiveDirective} ${blockedURI}`);
  });
}

type About = Pick<Visit, "tag" | "started" | "module" | "status" | "ranked" | "consentMode">;

async function examine(page: Page, limitMs: number): Promise<{ about: About; metas: readonly string[] }> {
  // A script of the markup has run by now, or never will; one that a tag manager puts there comes a little later.
  const started = await page
    .waitForFunction(() => (globalThis as Host).inkling?.destroy !== undefined, undefined, {
      timeout: Math.min(limitMs, TAG_LIMIT_MS),
      polling: 100,
    })
    .then(
      () => true,
      () => false,
    );
  const { metas, ...seen } = await page.evaluate(lookAround);
  if (!started) return { about: { ...dropped(seen), started }, metas };
  const ready = page.evaluate(async () => {
    const { inkling } = globalThis as Host;
    await inkling?.("ready");
    const ranked = (await inkling?.("rank", { n: 3 })) as { basis: string; reason: string; items: unknown[] };
    return {
      ranked: { basis: ranked.basis, reason: ranked.reason, items: ranked.items.length },
      // Of a script of another version, too, this is what is read of it.
      status: (await inkling?.("status")) as SeenStatus,
    };
  });
  // Read last: a tag manager's banner comes late.
  const asked = ready.then(async (answers) => ({
    ...answers,
    // A global of the shop that cannot be looked at says nothing.
    consentMode: await page.evaluate(consentModeOf, seen.tag?.layer ?? "dataLayer").catch((): ConsentMode => "none"),
  }));
  const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), limitMs).unref());
  return { about: { ...dropped(seen), started, ...(await Promise.race([asked.catch(() => undefined), late])) }, metas };
}

const dropped = ({ tag, module }: { tag: Visit["tag"] | null; module: boolean }): Pick<Visit, "tag" | "module"> => ({
  ...(tag && { tag }),
  module,
});

/** Runs in the page. */
function lookAround(): { tag: NonNullable<Visit["tag"]> | null; module: boolean; metas: string[] } {
  // The page's document, of which this room has no types.
  const { document } = globalThis as unknown as {
    document: {
      baseURI: string;
      querySelectorAll(selector: string): Iterable<{
        src: string;
        content: string;
        integrity: string;
        crossOrigin: string | null;
        dataset: Record<string, string | undefined>;
      }>;
    } & Record<symbol, unknown>;
  };
  const tags = [...document.querySelectorAll("script[src]")];
  const tag = tags.find(
    ({ src, dataset }) => dataset.catalog !== undefined || /\/inkling\.js$/.test(src.split("?")[0] ?? ""),
  );
  const catalog = tag?.dataset.catalog ? new URL(tag.dataset.catalog, document.baseURI).href : "";
  return {
    tag:
      tag === undefined
        ? null
        : {
            src: tag.src,
            catalog,
            layer: tag.dataset.layer ?? "dataLayer",
            asks: [undefined, "auto"].includes(tag.dataset.consent),
            crossOrigin: tag.crossOrigin !== null,
            integrity: tag.integrity !== "",
          },
    module: document[Symbol.for("inkling")] !== undefined,
    metas: [...document.querySelectorAll('meta[http-equiv="Content-Security-Policy" i]')].map(({ content }) => content),
  };
}
