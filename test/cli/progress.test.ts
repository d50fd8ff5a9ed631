import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { progressBar } from "../../cli/progress.ts";

/** Only what a bar may ask of a stream. */
function terminal(isTTY: boolean): { readonly stream: NodeJS.WriteStream; readonly written: string[] } {
  const written: string[] = [];
  const stream = { isTTY, columns: 50, write: (text: string) => written.push(text) > 0 };
  // The cast: a bar that asked for anything else would fail on it.
  return { stream: stream as unknown as NodeJS.WriteStream, written };
}

test("a bar on a terminal, no wider than it, and gone in the end", async () => {
  const { stream, written } = terminal(true);
  const bar = progressBar(stream);
  bar.show({ stage: "text neighbours", share: 0.25 });
  bar.show({ stage: "text neighbours", share: 0.26 });
  expect(written).toEqual([`\r\x1b[K${"█".repeat(6)}${"░".repeat(18)}  25 % text neighbours`]);
  await setTimeout(100);
  bar.show({ stage: "text neighbours", share: 1 });
  expect(written[1]).toContain("100 %");
  bar.show({ stage: "reading a feed whose name is longer than the terminal is wide", share: undefined });
  expect(written[2]).toBe(`\r\x1b[K${"reading a feed whose name is longer than the terminal is wide".slice(0, 49)}`);
  bar.clear();
  expect(written[3]).toBe("\r\x1b[K");
});

test("nothing in a pipe", () => {
  const { stream, written } = terminal(false);
  const bar = progressBar(stream);
  bar.show({ stage: "text neighbours", share: 0.5 });
  bar.clear();
  expect(written).toEqual([]);
});
