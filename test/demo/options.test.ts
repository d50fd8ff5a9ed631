import { expect, test } from "vitest";
import { readOptions } from "../../demo/options.ts";

test("without anything: the demo's own goods on the usual port", () => {
  expect(readOptions([])).toEqual({ feed: undefined, history: undefined, port: 4173, host: "localhost" });
});

test("everything can be said", () => {
  const args = ["--feed", "a.csv", "--history", "h.jsonl", "--port", "0", "--host", "0.0.0.0"];
  expect(readOptions(args)).toEqual({ feed: "a.csv", history: "h.jsonl", port: 0, host: "0.0.0.0" });
  expect(readOptions(["--help"])).toBe("help");
});

test.each([
  [["--port", "abc"], /--port abc is no port/],
  [["--port", "70000"], /whole number from 0 to 65535/],
  [["--history", "h"], /--history needs --feed/],
  [["--nope"], /--nope/],
])("%j is refused with words that help", (args, message) => {
  expect(() => readOptions(args)).toThrow(message);
});
