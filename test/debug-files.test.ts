import { afterEach, expect, test, vi } from "vitest";
import { IN_BROWSERS } from "../scripts/bundles.mjs";
import { filesLoaded } from "../src/page/debug/timings.ts";

/** What no page with the script tag loads itself: the npm door, what workers load, and the operator's page. */
const ELSEWHERE: readonly string[] = ["index", "tokens", "tfjs.wasm", "tfjs.webgpu", "operator"];

afterEach(() => vi.restoreAllMocks());

test("the debug panel knows every file of a release that a page may load, and no other beside them", () => {
  const files = IN_BROWSERS.flatMap(({ entries }) => Object.keys(entries))
    .filter((name) => !ELSEWHERE.includes(name))
    .map((name) => `${name}.js`);
  expect(files).toContain("inkling.js");
  const folder = new URL("../src/page/debug/", import.meta.url).href;
  const entries = [...files, ...ELSEWHERE.map((name) => `${name}.js`), "shop.js", "debug.js.map"].map((file) => ({
    name: `${folder}${file}`,
    startTime: 1,
    duration: 2,
  }));
  // The cast: no more of an entry is read.
  vi.spyOn(performance, "getEntriesByType").mockReturnValue(entries as unknown as PerformanceEntryList);
  expect(filesLoaded().map(({ name }) => name)).toEqual(files);
});
