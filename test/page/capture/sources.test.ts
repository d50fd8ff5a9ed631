import { expect, test, vi } from "vitest";
import type { Ear } from "../../../src/page/capture/report.ts";
import { startSources } from "../../../src/page/capture/sources.ts";
import type { Page } from "../../../src/page/page.ts";

test("what the sources tell is recorded in time, though nobody answers what the page before has left", async () => {
  vi.spyOn(performance, "now").mockReturnValue(500);
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  document.body.className = "woocommerce";
  const life = new AbortController();
  const recorded: string[] = [];
  const page = {
    engine: { ask: () => new Promise(() => {}) },
    early: [],
    signal: life.signal,
    problems: { add: () => {}, guard: <T>(run: T) => run },
    record: async (name: string) => void recorded.push(name),
  };
  const hear = ({ report }: Ear): void => report("add_to_cart", { items: [{ item_id: "102" }] });
  startSources(page as unknown as Page, ["woocommerce"], async () => hear, "dataLayer");
  await vi.advanceTimersByTimeAsync(3_000);
  expect(recorded).toEqual(["add_to_cart"]);
  life.abort();
  document.body.className = "";
  vi.useRealTimers();
});
