import { limited } from "../engine/limited.ts";
import { sourcesRead } from "../notices.ts";
import type { Page } from "../page.ts";
import { claimDocument } from "./claim.ts";
import { createIntake } from "./intake.ts";
import { SCRIPTS } from "./json-ld/scripts.ts";
import { followNavigation } from "./navigation.ts";
import type { Ear, SourceName, Turn } from "./report.ts";
import { createResolver } from "./resolver.ts";

/** Code that listens to one source, fetched when there is something to hear. */
export type Load = (source: SourceName) => Promise<(ear: Ear, layer: string) => void>;

/** Sources that are there when the page begins are waited for, so that what each knows of a product serves the others. */
const SETTLE_MS = 3_000;
/** What is not there yet is looked for so often: a framework puts a page in after its address, and a tag manager waits for consent, or for the first move. */
const LOOK_MS = 1_000;

/** Whether there is anything that a source could read. */
const isThere = (source: SourceName, layer: string): boolean => {
  const has = (selector: string): boolean => document.querySelector(selector) !== null;
  switch (source) {
    case "ga4":
      return Array.isArray((globalThis as Readonly<Record<string, unknown>>)[layer]);
    case "json-ld":
      return has(SCRIPTS);
    case "woocommerce":
      return has('.woocommerce,.woocommerce-page,[class*="wc-block-"]');
    case "shopify":
      return "Shopify" in globalThis || has("script[data-inkling-product]");
    default:
      return source satisfies never;
  }
};

/**
 * Reads the page's own sources, those of `wanted` that are there, and records what they tell, each event once however many tell it. Nothing
 * where another Inkling records the document.
 * @param layer The data layer's name.
 */
export function startSources(page: Page, wanted: readonly SourceName[], load: Load, layer: string): void {
  const { problems, signal } = page;
  if (!claimDocument(signal, () => startSources(page, wanted, load, layer))) return;
  const turns: ((why: Turn) => void)[] = [];
  const started = new Map<SourceName, Promise<unknown>>();
  sourcesRead.post(started, signal);
  let recalled: Promise<void> | undefined;
  const settled = async (): Promise<void> => {
    await limited<unknown>(Promise.all([...started.values(), recalled]), SETTLE_MS, () => []);
  };
  const intake = createIntake(page, createResolver(page.engine), settled);

  const begin = problems.guard((source: SourceName) => {
    if (started.has(source) || signal.aborted || !isThere(source, layer)) return;
    const ear: Ear = {
      report: (name, params) => intake.report(source, name, params),
      know: (product, main) => intake.know(source, product, main),
      problems,
      signal,
      onTurn: (run) => void turns.push(problems.guard(run)),
    };
    if (source === "woocommerce") recalled = intake.recall(source).catch(problems.add);
    started.set(
      source,
      load(source)
        .then((hear) => hear(ear, layer))
        .catch(problems.add),
    );
  });
  const look = (): void => wanted.forEach(begin);

  const turn = (why: Turn): void => {
    for (const run of turns) run(why);
    look();
  };
  look();
  const timer = setInterval(look, LOOK_MS);
  signal.addEventListener("abort", () => clearInterval(timer));
  const navigated = problems.guard(() => {
    turn("navigated");
    intake.turn();
  });
  followNavigation(navigated, signal);
  const returned = problems.guard(({ persisted }: PageTransitionEvent) => {
    if (persisted) turn("returned");
  });
  const left = problems.guard(({ persisted }: PageTransitionEvent) => {
    for (const run of turns) run("left");
    intake.flush();
    // As it may come back, as another view: its markup is read anew before the sources hear of that.
    if (persisted) intake.turn();
  });
  addEventListener("pageshow", returned, { signal });
  addEventListener("pagehide", left, { signal });
}
