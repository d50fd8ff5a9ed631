import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { hearJsonLd } from "../../../src/page/capture/json-ld/hear.ts";
import type { Turn } from "../../../src/page/capture/report.ts";
import { createProblems } from "../../../src/page/problems.ts";

let life: AbortController;
let turn: (why: Turn) => void;
/** What was reported and what the page was said to be about, in order, and each turn of the page. */
let told: string[];

beforeEach(() => {
  life = new AbortController();
  told = [];
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
const before = location.href;
afterEach(() => {
  life.abort();
  vi.useRealTimers();
  document.head.querySelector("#ld")?.remove();
  history.replaceState({}, "", before);
});

/** The page's script in place of the one before. */
function write(sku: string, url?: string): void {
  document.head.querySelector("#ld")?.remove();
  const textContent = JSON.stringify({ "@type": "Product", sku, name: `Product ${sku}`, url });
  document.head.append(
    Object.assign(document.createElement("script"), { id: "ld", type: "application/ld+json", textContent }),
  );
}

function hear(): void {
  hearJsonLd({
    report: (name, { items }) => void told.push(`${name} ${(items as { item_id: string }[])[0]?.item_id}`),
    know: ({ ids }, main) => void (main && told.push(`about ${ids[0]}`)),
    problems: createProblems(),
    signal: life.signal,
    onTurn: (run) => {
      turn = (why) => {
        run(why);
        told.push(why);
      };
    },
  });
}

function go(path: string): void {
  history.pushState({}, "", path);
  turn("navigated");
}

test.each([400, 4_900])(
  "of scripts that are put in place %d ms before their page's address the view is that page's",
  async (earlyMs) => {
    history.pushState({}, "", "/p/a");
    write("A", "/p/a");
    hear();
    await vi.advanceTimersByTimeAsync(2_000);
    write("B", "/p/b?colour=red");
    await vi.advanceTimersByTimeAsync(earlyMs);
    go("/p/b");
    await vi.advanceTimersByTimeAsync(20_000);
    expect(told).toEqual(["about A", "view_item A", "about B", "navigated", "about B", "view_item B"]);
  },
);

test("a view that was not told yet as the page turns is the page's that it was on, whether its scripts name an address or not", async () => {
  history.pushState({}, "", "/p/a");
  write("A", "/p/a");
  hear();
  go("/p/b");
  write("B");
  await vi.advanceTimersByTimeAsync(400);
  go("/p/c");
  await vi.advanceTimersByTimeAsync(20_000);
  expect(told).toEqual(["about A", "view_item A", "navigated", "about B", "view_item B", "navigated"]);
});

test("a product that stays where its scripts do not say it is has been viewed all the same: at once where it is the page's first, and as the page is left", async () => {
  write("A", "/elsewhere/a");
  hear();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(told).toEqual(["about A", "view_item A"]);
  for (const [sku, waitMs] of [
    ["B", 5_400],
    ["C", 400],
  ] as const) {
    write(sku, `/elsewhere/${sku}`);
    await vi.advanceTimersByTimeAsync(waitMs);
  }
  turn("left");
  expect(told.slice(2)).toEqual(["about B", "view_item B", "about C", "view_item C", "left"]);
});
