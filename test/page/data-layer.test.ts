import { expect, onTestFinished, test, vi } from "vitest";
import { commandOf, followDataLayer } from "../../src/page/capture/data-layer.ts";
import { createProblems } from "../../src/page/problems.ts";

const globals = globalThis as unknown as Record<string, unknown>;
let names = 0;

/** Follows a layer of its own name; what was heard, and how to end it. */
function follow(layer: unknown, name = `layer${names++}`) {
  globals[name] = layer;
  const life = new AbortController();
  const problems = createProblems();
  const heard: unknown[] = [];
  followDataLayer(name, (entry) => heard.push(entry), problems, life.signal);
  onTestFinished(() => {
    life.abort();
    delete globals[name];
  });
  return { name, heard, problems, life };
}

test("history comes first, then each push once; what the shop's own push gives and throws stays", () => {
  const layer: unknown[] = [{ event: "old" }, "text", null];
  const { heard } = follow(layer);
  expect(layer.push({ event: "a" }, { event: "b" })).toBe(5);
  expect(heard).toEqual([{ event: "old" }, { event: "a" }, { event: "b" }]);
  const again = { event: "again" };
  layer.push(again);
  layer.push(again);
  expect(heard.slice(3)).toEqual([again, again]);

  const strict: unknown[] = [];
  strict.push = () => {
    throw new RangeError("the shop's own");
  };
  const other = follow(strict);
  expect(() => strict.push({ event: "never" })).toThrow(new RangeError("the shop's own"));
  expect(other.heard).toEqual([]);
});

test("a tag manager that puts its own push over ours, or around it, changes nothing", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  onTestFinished(() => void vi.useRealTimers());
  const layer: unknown[] = [];
  const { heard, name } = follow(layer);
  // As Tag Manager does: calls what was there, drops the oldest, and gives an answer of its own.
  const inner = layer.push;
  layer.push = (...entries: unknown[]) => {
    inner.apply(layer, entries);
    while (layer.length > 2) layer.shift();
    return 42;
  };
  for (const event of ["a", "b", "c"]) expect(layer.push({ event })).toBe(42);
  expect(heard).toEqual([{ event: "a" }, { event: "b" }, { event: "c" }]);

  layer.push = Array.prototype.push.bind(layer);
  layer.push({ event: "d" });
  expect(heard).toHaveLength(3);
  vi.advanceTimersByTime(1_000);
  expect(heard.at(-1)).toEqual({ event: "d" });

  globals[name] = [{ event: "anew" }];
  vi.advanceTimersByTime(1_000);
  expect(heard.at(-1)).toEqual({ event: "anew" });
});

test("two that follow one layer wrap it once, and one that ends leaves the other", () => {
  const layer: unknown[] = [];
  const first = follow(layer);
  const wrapped = layer.push;
  const second = follow(layer, first.name);
  expect(layer.push).toBe(wrapped);
  layer.push({ event: "a" });
  first.life.abort();
  layer.push({ event: "b" });
  expect([first.heard.length, second.heard.length]).toEqual([1, 2]);
});

test("frozen, hostile and huge layers harm nobody", () => {
  const frozen = follow(Object.freeze([{ event: "a" }]));
  expect(frozen.heard).toEqual([{ event: "a" }]);

  const fixed: unknown[] = [];
  Object.defineProperty(fixed, "push", { value: Array.prototype.push, configurable: false, writable: false });
  const still = follow(fixed);
  fixed.push({ event: "a" });
  dispatchEvent(new Event("pagehide"));
  expect(still.heard).toEqual([{ event: "a" }]);

  const huge: unknown[] = new Array(4e9);
  huge[3e9] = { event: "too old" };
  huge[4e9 - 1] = { event: "newest" };
  expect(follow(huge).heard).toEqual([{ event: "newest" }]);

  const trap = new Proxy([], {
    get() {
      throw new Error("trap");
    },
  });
  expect(follow(trap).problems).toMatchObject({ count: 1, last: ["trap"] });
  expect(follow({ push: 1 }).heard).toEqual([]);
});

test("what is done with an entry may fail, and the next one is heard", () => {
  const name = `layer${names++}`;
  const layer: unknown[] = [{ event: "a" }];
  globals[name] = layer;
  const problems = createProblems();
  const life = new AbortController();
  onTestFinished(() => life.abort());
  const heard: unknown[] = [];
  const hear = (entry: object): void => {
    heard.push(entry);
    throw new Error("ours");
  };
  followDataLayer(name, hear, problems, life.signal);
  expect(layer.push({ event: "b" })).toBe(2);
  expect([heard.length, problems.count]).toEqual([2, 2]);
});

test("gtag's Arguments are a command, arrays and others are none", () => {
  const layer: unknown[] = [];
  function gtag(..._: unknown[]): void {
    // biome-ignore lint/complexity/noArguments: gtag() pushes exactly this object
    layer.push(arguments);
  }
  gtag("event", "view_item", { items: [] }, "more");
  expect(commandOf(layer[0] as object)).toEqual(["event", "view_item", { items: [] }]);
  expect(commandOf(["event", "view_item"])).toBeUndefined();
  expect(commandOf({ event: "view_item" })).toBeUndefined();
});
