import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Ear, SourceName } from "../../../src/page/capture/report.ts";
import { startSources } from "../../../src/page/capture/sources.ts";
import type { Page } from "../../../src/page/page.ts";

let life: AbortController;
let recorded: string[];

beforeEach(() => {
  life = new AbortController();
  recorded = [];
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
});
afterEach(() => {
  life.abort();
  vi.useRealTimers();
  document.body.className = "";
  document.body.replaceChildren();
});

/** Each source tells of one product put into the cart as soon as it is heard; nobody answers the page's questions. */
function start(...wanted: readonly SourceName[]): void {
  const page = {
    engine: { ask: () => new Promise(() => {}) },
    early: [],
    signal: life.signal,
    problems: { add: () => {}, guard: <T>(run: T) => run },
    record: async (name: string, { items: [line] }: { items: readonly { item_id: string }[] }) =>
      void recorded.push(`${name} ${line?.item_id}`),
  };
  const hear =
    (source: SourceName) =>
    ({ report }: Ear): void =>
      report("add_to_cart", { items: [{ item_id: source }] });
  startSources(page as unknown as Page, wanted, async (source) => hear(source), "laterLayer");
}

test("what the sources tell is recorded in time, though nobody answers what the page before has left", async () => {
  vi.spyOn(performance, "now").mockReturnValue(500);
  document.body.className = "woocommerce";
  start("woocommerce");
  await vi.advanceTimersByTimeAsync(3_000);
  expect(recorded).toEqual(["add_to_cart woocommerce"]);
});

test("a source that comes long after the page has begun is heard within a second, once, and none after the end", async () => {
  start("ga4", "json-ld", "woocommerce");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(recorded).toEqual([]);
  document.body.innerHTML = '<script type="application/ld+json">{}</script>';
  await vi.advanceTimersByTimeAsync(1_000);
  expect(recorded).toEqual(["add_to_cart json-ld"]);
  vi.stubGlobal("laterLayer", []);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(recorded).toEqual(["add_to_cart json-ld", "add_to_cart ga4"]);
  life.abort();
  document.body.className = "woocommerce";
  await vi.advanceTimersByTimeAsync(10_000);
  expect(recorded).toHaveLength(2);
  vi.unstubAllGlobals();
});
