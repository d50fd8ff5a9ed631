import { expect, test, vi } from "vitest";
import { BRIDGE_VERSION } from "../../src/core/bridge/protocol.ts";
import type { ShopEvent } from "../../src/core/event/event.ts";
import { VERSION } from "../../src/core/version.ts";
import { openLink, type Runner } from "../../src/page/engine/open-link.ts";
import { openRig } from "./support/scripted.ts";

const HELLO = { bridge: BRIDGE_VERSION, version: VERSION, origin: self.origin };
const view = (id: string): [string, object] => ["view_item", { item_id: id }];
const until = { timeout: 30_000, interval: 20 };
const idsOf = (requests: readonly { readonly events: readonly ShopEvent[] }[]) =>
  requests.flatMap(({ events }) => events.map(({ item }) => item));

test("says hello, opens with catalogue and consent, then sends what waited, in order and with its own time", async () => {
  const rig = openRig([{}]);
  const first = rig.record(...view("A"), 1000);
  const second = rig.record(...view("B"), 2000);
  expect((await rig.inkling.status()).state).toBe("waiting");
  expect(await first).toEqual({ stored: 1, reason: "ok" });
  expect(await second).toEqual({ stored: 1, reason: "ok" });
  expect(rig.requests.map(({ type }) => type).slice(0, 3)).toEqual(["hello", "open", "append"]);
  expect(rig.of("open")[0]).toEqual({
    type: "open",
    catalog: new URL("/catalog.json", location.href).href,
    parts: "/learned.js",
    consent: { store: true, personalise: true, contribute: false },
  });
  expect(rig.of("append").flatMap(({ events }) => events.map(({ item, at }) => [item, at]))).toEqual([
    ["A", 1000],
    ["B", 2000],
  ]);
  expect((await rig.inkling.ready).state).toBe("ready");
});

test("a worker that crashes is started again, reopened, and gets what it had not acknowledged, once", async () => {
  const rig = openRig([{ append: "crash" }, {}]);
  const replies = ["A", "B"].map((id) => rig.record(...view(id), 1));
  expect(await Promise.all(replies)).toEqual([
    { stored: 1, reason: "ok" },
    { stored: 1, reason: "ok" },
  ]);
  await rig.record(...view("C"), 1);
  expect(rig.requests.map(({ type }) => type)).toEqual([
    "hello",
    "open",
    "append",
    "hello",
    "open",
    "append",
    "append",
  ]);
  expect(idsOf(rig.of("append").slice(1))).toEqual(["A", "B", "C"]);
  expect(await rig.inkling.status()).toMatchObject({ state: "ready", worker: { state: "running", restarts: 1 } });
});

test("what was acknowledged before a crash is not sent again", async () => {
  const rig = openRig([{ profile: "crash" }, {}]);
  await rig.record(...view("A"), 1);
  void rig.inkling.profile();
  await vi.waitUntil(() => rig.lives() === 2, until);
  await rig.record(...view("B"), 2);
  expect(idsOf(rig.of("append"))).toEqual(["A", "B"]);
});

test("a worker that answers nothing any more is replaced; one that is slow at one thing is left alone", async () => {
  const slow = openRig([{ profile: "silent" }]);
  expect(await slow.inkling.profile()).toMatchObject({ reason: "timeout" });
  await vi.waitUntil(() => slow.of("hello").length === 2, until);
  await slow.record(...view("A"), 1);
  expect(slow.lives()).toBe(1);

  const hung = openRig([{ profile: "hang" }, {}]);
  expect(await hung.inkling.profile()).toMatchObject({ reason: "timeout" });
  await vi.waitUntil(() => hung.lives() === 2, until);
  expect(await hung.record(...view("A"), 1)).toEqual({ stored: 1, reason: "ok" });
}, 120_000);

test("an append that a living worker answers late is reported as late and never sent again", async () => {
  const rig = openRig([{ append: "silent" }]);
  expect(await rig.record(...view("A"), 1)).toMatchObject({ stored: 0, reason: "timeout" });
  await vi.waitUntil(() => rig.of("hello").length === 2, until);
  expect(rig.of("append")).toHaveLength(1);
}, 120_000);

test("gives up after three restarts within a minute, and says so", async () => {
  const rig = openRig([{ open: "crash" }]);
  expect(await rig.record(...view("A"), 1)).toMatchObject({ stored: 0, reason: "no-worker" });
  expect(rig.lives()).toBe(4);
  const status = await rig.inkling.ready;
  expect(status).toMatchObject({ state: "degraded", worker: { state: "failed", restarts: 3 } });
  expect(status.message).toContain("scripted crash");
  expect(await rig.inkling.rank({ ids: ["B", "A"] })).toMatchObject({ basis: "shop-order", reason: "no-worker" });
}, 120_000);

test.each([
  ["crashes before it says hello", { hello: "crash" }, "scripted crash"],
  ["has a script that is not there", undefined, "did not load"],
] as const)("a worker that %s is tried once more, not three times", async (_, script, message) => {
  const missing = "/test/page/support/not-there.js";
  const rig = openRig([script ?? {}], script === undefined ? { workerUrl: missing } : {});
  const status = await rig.inkling.ready;
  expect(status).toMatchObject({ state: "degraded", worker: { state: "failed", restarts: 1 } });
  expect(status.message).toContain(message);
  expect(rig.lives()).toBe(2);
});

test("nothing waits for ever for an engine that does not come up", async () => {
  const rig = openRig([{ hello: "silent" }]);
  const { inkling } = rig;
  const [rank, profile, forecast, explanation, events, file, tracked, , erased] = await Promise.all([
    inkling.rank({ ids: ["B", "A"] }),
    inkling.profile(),
    inkling.forecast({ horizon: "30-days" }),
    inkling.explain("A"),
    inkling.events(),
    inkling.export(),
    inkling.track("page_view"),
    inkling.pause(),
    inkling.erase(),
  ]);
  expect(rank).toMatchObject({ basis: "shop-order", reason: "timeout", items: [{ id: "B" }, { id: "A" }] });
  expect(profile).toMatchObject({ reason: "timeout" });
  expect(forecast).toEqual({ horizon: "30-days", categories: [], basis: "baseline", sessions: 0, reason: "timeout" });
  expect(explanation).toMatchObject({ known: false, message: expect.stringContaining("waiting for the engine") });
  expect(events).toEqual([]);
  expect(file).toMatchObject({ reason: "timeout" });
  expect(tracked).toMatchObject({ stored: 0, reason: "consent" }); // erased before it was late
  expect(erased).toMatchObject({ erased: 0, reason: "timeout" });
  expect(await inkling.status()).toMatchObject({ state: "starting", problems: { count: 7 } });
}, 120_000);

test("an event that waits long is answered as late, and still kept", async () => {
  const rig = openRig([{ hello: { value: HELLO, afterMs: 11_000 } }]);
  expect(await rig.record(...view("A"), 1)).toMatchObject({ stored: 0, reason: "timeout" });
  await vi.waitUntil(() => rig.of("append").length === 1, until);
  expect(idsOf(rig.of("append"))).toEqual(["A"]);
}, 120_000);

test("what is changed while the engine opens is told before anything is recorded", async () => {
  const { engine } = await openRig([{}]).inkling.ready;
  const rig = openRig([{ open: { value: engine, afterMs: 300 } }]);
  await vi.waitUntil(() => rig.of("open").length === 1, until);
  void rig.inkling.consent({ contribute: true });
  void rig.inkling.pause();
  await rig.inkling.ready;
  expect(rig.of("open")[0]?.consent.contribute).toBe(false);
  expect(rig.requests.slice(2, 4)).toEqual([
    { type: "consent", consent: { store: true, personalise: true, contribute: true } },
    { type: "pause", paused: true },
  ]);
});

test.each([
  [{ hello: { value: { ...HELLO, bridge: 99 } } }, "different versions"],
  [{ hello: { value: { ...HELLO, version: "9" } } }, "different versions"],
  [{ hello: { value: { ...HELLO, origin: "null" } } }, "its origin is null"],
  [{ hello: { code: "version" } }, "scripted"],
  [{ open: { code: "storage" } }, "scripted"],
] as const)("a worker that refuses, by %j, is not started again", async (script, message) => {
  const rig = openRig([script]);
  const status = await rig.inkling.ready;
  expect(status).toMatchObject({ state: "degraded", worker: { state: "failed", restarts: 0 } });
  expect(status.message).toContain(message);
  expect(rig.lives()).toBe(1);
});

test("purchases go alone, so that a duplicate is told to the one who sent it", async () => {
  const rig = openRig([{ append: { value: { stored: 0, duplicates: 1 } } }]);
  const buy = rig.record("purchase", { item_id: "A", transaction_id: "T" }, 1);
  expect(await buy).toEqual({ stored: 0, reason: "duplicate" });
  const batch = [rig.record(...view("B"), 1), rig.record("purchase", { item_id: "C" }, 2), rig.record(...view("D"), 3)];
  await Promise.all(batch);
  expect(rig.of("append").map(({ events }) => events.map(({ item }) => item))).toEqual([["A"], ["B"], ["C"], ["D"]]);
});

test("a worker that dies over erasing leaves it to the next, and the one who asked hears of it", async () => {
  const rig = openRig([{ erase: "crash" }, {}]);
  await rig.inkling.ready;
  expect(await rig.inkling.erase()).toEqual({ erased: 1, reason: "ok" });
  expect(rig.of("erase")).toHaveLength(2);
  expect(rig.lives()).toBe(2);
});

test("erasing that fails, or that nobody can be asked for, says so", async () => {
  const broken = openRig([{ erase: { code: "storage" } }]);
  expect(await broken.inkling.erase()).toEqual({ erased: 0, reason: "storage", message: "scripted" });
  expect((await broken.inkling.status()).problems).toMatchObject({ count: 1 });
  const gone = openRig([{ erase: "silent" }]);
  await gone.inkling.ready;
  const reply = gone.inkling.erase();
  gone.inkling.destroy();
  expect(await reply).toMatchObject({ erased: 0, reason: "destroyed" });
});

test("what is recorded after erasing was asked for is recorded after it", async () => {
  const rig = openRig([{}]);
  void rig.record(...view("before"), 1);
  const erased = rig.inkling.erase();
  await rig.record(...view("after"), 2);
  await erased;
  const types = rig.requests.map(({ type }) => type);
  expect(types.indexOf("erase")).toBeLessThan(types.indexOf("append"));
  expect(idsOf(rig.of("append"))).toEqual(["after"]);
});

test("what was posted already makes no room for what waits", async () => {
  const rig = openRig([{ append: { value: { stored: 300, duplicates: 0 }, afterMs: 300 } }]);
  await rig.inkling.ready;
  const impressions = Array.from({ length: 300 }, (_, i) => rig.record("item_impression", { item_id: `${i}` }, i));
  await vi.waitUntil(() => rig.of("append").length === 1, until);
  const views = Array.from({ length: 300 }, (_, i) => rig.record(...view(`${i}`), i));
  for (const reply of await Promise.all([...impressions, ...views])) expect(reply).toEqual({ stored: 1, reason: "ok" });
});

test("a full queue drops the oldest impressions first", async () => {
  const rig = openRig([{}]);
  const seen = Array.from({ length: 300 }, (_, i) => rig.record("item_impression", { item_id: `seen${i}` }, i));
  const views = Array.from({ length: 300 }, (_, i) => rig.record(...view(`view${i}`), i));
  expect(await seen[0]).toMatchObject({ stored: 0, reason: "no-worker" });
  expect(await seen[100]).toEqual({ stored: 1, reason: "ok" });
  expect(await views[299]).toEqual({ stored: 1, reason: "ok" });
  const ids = idsOf(rig.of("append"));
  expect(ids).toHaveLength(500);
  expect(ids.slice(0, 1)).toEqual(["seen100"]);
  expect(ids.slice(199, 201)).toEqual(["seen299", "view0"]);
});

test("what a worker says besides its answers harms nobody, and answers nothing", async () => {
  let hear = (_event: MessageEvent): void => {};
  const runner: Runner = {
    postMessage() {},
    terminate() {},
    addEventListener(type: string, listener: (event: never) => void) {
      if (type === "message") hear = listener as typeof hear;
    },
  };
  const lost = vi.fn();
  const notice = vi.fn();
  const answer = openLink(runner, { lost, notice }).send<"profile">({ type: "profile" });
  for (const data of [null, undefined, "ready", 7, [], { id: 1 }]) hear(new MessageEvent("message", { data }));
  const reply = { ok: false, code: "request", message: "heard" };
  hear(new MessageEvent("message", { data: { id: 1, reply } }));
  expect(await answer).toEqual(reply);
  expect([lost, notice].flatMap(({ mock }) => mock.calls)).toEqual([]);
});
