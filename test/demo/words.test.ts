import { expect, test } from "vitest";
import { eventWords, learnt, size, tell, when } from "../../demo/client/device/words.ts";
import { EVENT_KINDS } from "../../src/core/event/kinds.ts";
import type { Status } from "../../src/page/api.ts";
import { ENGINE_STATUS } from "../support/engine-status.ts";

const consent = { store: true, personalise: true, contribute: false } as const;
const engine: NonNullable<Status["engine"]> = {
  ...ENGINE_STATUS,
  storage: { state: "indexeddb", events: 37, bytes: 12_400 },
  catalogue: { state: "ready", products: 1_089, version: "v", live: "fresh" },
  consent,
};
const status: Status = {
  version: "0",
  state: "ready",
  message: "",
  worker: { state: "running", restarts: 0, tried: [] },
  reason: "ok",
  consent,
  context: {},
  engine,
  problems: { count: 0, last: [] },
};
const { engine: _, ...withoutEngine } = status;

test("at work: what is kept, what is known, that nothing has left", () => {
  expect(tell(status)).toEqual({
    mood: "good",
    title: "Working on this device",
    lines: [
      "37 notes kept in this browser's own storage, 12 kB.",
      "1,089 products known, prices fresh.",
      "Nothing of it has left this browser.",
    ],
  });
});

test.each<[string, Status, string, RegExp]>([
  [
    "no worker",
    {
      ...withoutEngine,
      state: "degraded",
      message: "the worker is blocked",
      worker: { state: "failed", restarts: 3, tried: [] },
    },
    "Not ranking on this device",
    /The worker is blocked\. The shop keeps its own order/,
  ],
  ["paused", { ...status, engine: { ...engine, paused: true } }, "Paused", /until you resume/],
  [
    "nothing kept",
    {
      ...status,
      consent: { ...consent, store: false },
      engine: { ...engine, storage: { state: "off", events: 0, bytes: 0 } },
    },
    "Keeping is off",
    /There are no notes/,
  ],
  ["not personal", { ...status, consent: { ...consent, personalise: false } }, "Arranging is off", /kept and not used/],
  [
    "degraded",
    { ...status, state: "degraded", message: "no storage" },
    "Working, with something missing",
    /^No storage\. /,
  ],
  [
    "old prices",
    { ...status, engine: { ...engine, catalogue: { ...engine.catalogue, live: "expired" } } },
    "Working on this device",
    /shelves leave them out/,
  ],
  [
    "no catalogue",
    { ...status, engine: { ...engine, catalogue: { ...engine.catalogue, state: "failed", message: "404" } } },
    "Working on this device",
    /The catalogue is not here: 404/,
  ],
  [
    "one note",
    { ...status, engine: { ...engine, storage: { state: "memory", events: 1, bytes: 90 } } },
    "Working on this device",
    /One note kept in this page's memory/,
  ],
])("%s", (_name, given, title, words) => {
  const told = tell(given);
  expect(told.title).toBe(title);
  expect(told.lines.join(" ")).toMatch(words);
});

test("an address that nothing came from is said once, as it is", () => {
  const message = "https://shop.example/catalog.json answered 404: is the catalogue where the page says it is?";
  const catalogue = { ...engine.catalogue, state: "failed", message } as const;
  const failed: Status = { ...status, state: "degraded", message, engine: { ...engine, catalogue } };
  const { engine: _, ...dead } = failed;
  const notes = "37 notes kept in this browser's own storage, 12 kB.";
  expect(tell(failed).lines).toEqual([notes, `The catalogue is not here: ${message}`]);
  expect(tell(dead).lines).toContain(message);
});

test("every kind of event has words", () => {
  // EVENT_KINDS' own keys.
  for (const kind of Object.keys(EVENT_KINDS) as (keyof typeof EVENT_KINDS)[]) {
    expect(eventWords({ v: 1, kind, at: 0 })).not.toMatch(/undefined|NaN|^$/);
  }
  expect(eventWords({ v: 1, kind: "search", at: 0, query: "tent" })).toBe("Searched for “tent”");
  expect(eventWords({ v: 1, kind: "dwell", at: 0, dwellMs: 14_200 })).toBe("Stayed with it for 14 seconds");
  expect(eventWords({ v: 1, kind: "cart", at: 0, quantity: 2 })).toBe("Put in the basket, 2 of it");
});

test("times and sizes as people say them", () => {
  const now = Date.UTC(2026, 0, 2, 12);
  expect(when(now - 20_000, now)).toBe("just now");
  expect(when(now - 240_000, now)).toBe("4 minutes ago");
  expect(when(now - 7_200_000, now)).toBe("2 hours ago");
  expect(when(now - 90_000_000, now)).toMatch(/1 Jan/);
  expect([size(90), size(12_400)]).toEqual(["90 bytes", "12 kB"]);
});

test.each([
  [undefined, "Not learning", /^Shelves follow/],
  [{ state: "off", why: "no consent", due: false }, "Not learning", /no consent/i],
  [
    { state: "waiting", why: "3 choices on ranked lists; at least 10 are needed", due: false },
    "Nothing learned yet",
    /3 choices/,
  ],
  [{ state: "training", why: "", due: false }, "Learning now", /quiet moments/],
  [
    {
      state: "reverted",
      why: "not shown to be better on the latest 6 choices",
      due: false,
      at: 0,
      lists: 14,
      heldOut: 6,
      gain: 0,
      backend: "wasm",
    },
    "Learned, and put aside",
    /^From 14 choices: not shown to be better on the latest 6 choices, so the shop's own order stays\./,
  ],
  [
    { state: "accepted", why: "", due: false, at: 0, lists: 42, heldOut: 18, gain: Math.log(1.25), backend: "webgpu" },
    "Learned from you, for you",
    /^From 42 choices .* your 18 latest, .* 25 % likelier .*by the graphics chip\.$/,
  ],
] satisfies [Parameters<typeof learnt>[0], string, RegExp][])("what was learned, %j", (status, title, words) => {
  const said = learnt(status);
  expect(said.title).toBe(title);
  expect(said.lines.join(" ")).toMatch(words);
});
