import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { createInkling } from "../../src/index.ts";
import type { Inkling, InklingOptions } from "../../src/page/api.ts";
import { openRig } from "./support/scripted.ts";

const errors: unknown[] = [];
const note = (event: Event): void => void errors.push(event.type);

beforeEach(() => {
  errors.length = 0;
  addEventListener("error", note);
  addEventListener("unhandledrejection", note);
});
afterEach(() => {
  removeEventListener("error", note);
  removeEventListener("unhandledrejection", note);
  expect(errors).toEqual([]);
});

/** What a page in plain JavaScript may pass: the types do not hold there. */
const careless = <T>(value: unknown): T => value as T;

test("ranks through the engine and answers with its reply", async () => {
  const { inkling } = openRig([{}]);
  const reply = await inkling.rank({ ids: ["A", "B", "C"], n: 2 });
  expect(reply).toMatchObject({ basis: "popular", reason: "ok", policy: "scripted" });
  expect(reply.items.map(({ id }) => id)).toEqual(["C", "B"]);
});

test("similar asks about the product", async () => {
  const rig = openRig([{}]);
  await rig.inkling.similar("A", { n: 2 });
  expect(rig.of("rank")[0]?.request).toEqual({ kind: "similar", about: ["A"], n: 2 });
});

test("without a worker every method still resolves, the shop keeps its order, and status says why", async () => {
  const inkling = await createInkling({ catalog: "/catalog.json", workerUrl: "https://elsewhere.invalid/engine.js" });
  const reply = await inkling.rank({ ids: ["B", "A", "C", "D"], pin: ["D", "X"], exclude: ["A"], n: 3 });
  expect(reply.items.map(({ id }) => id)).toEqual(["D", "B", "C"]);
  expect(reply).toMatchObject({ basis: "shop-order", reason: "no-worker", policy: "shop" });
  expect(await inkling.track("view_item", { item_id: "A" })).toMatchObject({ stored: 0, reason: "no-worker" });
  expect(await inkling.explain("A")).toMatchObject({ id: "A", known: false, reason: { code: "shop-order" } });
  expect(await inkling.profile()).toMatchObject({ reason: "no-worker", recent: [] });
  expect(await inkling.forecast()).toMatchObject({ horizon: "next-session", reason: "no-worker", categories: [] });
  expect(await inkling.events()).toEqual([]);
  expect(await inkling.export()).toMatchObject({ reason: "no-worker" });
  expect(await inkling.export()).not.toHaveProperty("file");
  expect(await inkling.erase()).toMatchObject({ erased: 0, reason: "no-worker", message: expect.any(String) });
  await inkling.pause();
  await inkling.resume();
  expect(await inkling.consent({ contribute: true })).toEqual({ store: true, personalise: true, contribute: true });
  const status = await inkling.status();
  expect(status).toMatchObject({ state: "degraded", worker: { state: "failed" } });
  expect(status.message).toMatch(/no worker: .*origin/);
  expect(status.problems.count).toBeGreaterThan(0);
  inkling.destroy();
});

test.each([
  [undefined, "no catalogue"],
  [null, "no catalogue"],
  [{}, "no catalogue"],
  [{ catalog: "" }, "no catalogue"],
  [{ catalog: "http://[" }, "not an address"],
])("createInkling(%s) resolves to a degraded object that says so", async (options, message) => {
  const rig = openRig([{}], { catalog: careless<string>(undefined), ...options });
  expect(await rig.inkling.ready).toMatchObject({ state: "degraded", message: expect.stringContaining(message) });
  expect(rig.of("open")[0]?.catalog).toBe("");
  const inkling = await createInkling(careless<InklingOptions>(options));
  inkling.destroy();
});

test("honours the data saver: no catalogue, events kept, status says so", async () => {
  const connection = Object.getOwnPropertyDescriptor(Navigator.prototype, "connection");
  Object.defineProperty(navigator, "connection", { value: { saveData: true }, configurable: true });
  const rig = openRig([{}]);
  expect(await rig.record("view_item", { item_id: "A" }, 1)).toEqual({ stored: 1, reason: "ok" });
  expect(rig.of("open")[0]?.catalog).toBe("");
  expect(await rig.inkling.status()).toMatchObject({
    state: "degraded",
    message: expect.stringContaining("data saver"),
  });
  Reflect.deleteProperty(navigator, "connection");
  expect(connection === undefined || "connection" in navigator).toBe(true);
});

test("an engine without storage or catalogue is degraded, in its own words or ours", async () => {
  const engine = (await openRig([{}]).inkling.ready).engine!;
  const cases = [
    [{ storage: { state: "unavailable", events: 0, bytes: 0, message: "blocked" } }, "blocked"],
    [{ storage: { state: "memory", events: 0, bytes: 0 } }, "no storage"],
    [{ catalogue: { ...engine.catalogue, state: "failed" } }, "no catalogue"],
  ] as const;
  for (const [part, message] of cases) {
    const rig = openRig([{ open: { value: { ...engine, ...part } } }]);
    expect(await rig.inkling.ready).toMatchObject({ state: "degraded", message: expect.stringContaining(message) });
  }
});

test("a list without a ranking is in the shop's own order, whoever says so", async () => {
  const nothing = { items: [], basis: "shop-order", reason: "no-catalogue", policy: "rules/none", request: "r9" };
  const { inkling } = openRig([{ rank: { value: nothing } }]);
  const reply = await inkling.rank({ ids: ["B", "A"], exclude: ["A"] });
  expect(reply).toMatchObject({ ...nothing, items: [{ id: "B", reason: { code: "shop-order" } }] });
  const { items } = await inkling.rank({ ids: ["B", "A"], n: 1 });
  expect(items.map(({ id }) => id)).toEqual(["B"]);
});

test("of a count that is none, no id of the page's own is lost", async () => {
  const refused = { items: [], basis: "shop-order", reason: "bad-request", policy: "rules/none", request: "r9" };
  const { inkling } = openRig([{ rank: { value: refused } }]);
  for (const n of [-1, 0, 0.5, Number.NaN, careless<number>("many"), careless<number>(null)]) {
    const { items } = await inkling.rank({ ids: ["B", "A"], n });
    expect(items.map(({ id }) => id)).toEqual(["B", "A"]);
  }
});

test("a page that gives no options at all is told what a driven browser records", async () => {
  const webdriver = vi.spyOn(navigator, "webdriver", "get").mockReturnValue(true);
  onTestFinished(() => webdriver.mockRestore());
  const inkling = await createInkling(careless(undefined));
  onTestFinished(() => inkling.destroy());
  expect(await inkling.track("view_item", { item_id: "A" })).toEqual({ stored: 0, reason: "automated" });
});

test("a framework's proxies are ranked like plain lists; what cannot be copied is a bad request", async () => {
  const rig = openRig([{}]);
  const reactive = new Proxy(["A", "B"], {});
  expect(await rig.inkling.rank(new Proxy({ ids: reactive }, {}))).toMatchObject({ reason: "ok" });
  expect(rig.of("rank")[0]?.request).toEqual({ ids: ["A", "B"] });
  const round: { self?: unknown } = {};
  round.self = round;
  expect(await rig.inkling.rank(careless(round))).toMatchObject({ reason: "bad-request", items: [], policy: "shop" });
  expect(await rig.inkling.similar(careless(Symbol("id")))).toMatchObject({ reason: "bad-request" });
});

test("whatever is passed, nothing throws and nothing rejects", async () => {
  const { inkling } = openRig([{ explain: { code: "request" } }]);
  const trap = new Proxy(
    {},
    {
      get: () => {
        throw new Error("trap");
      },
      ownKeys: () => {
        throw new Error("trap");
      },
    },
  );
  for (const value of [null, 7, "text", Symbol("s"), () => {}, [], new Map(), trap, { ids: trap }, { item_id: trap }]) {
    const anything = careless<never>(value);
    await inkling.track("view_item", anything);
    await inkling.track(anything, anything);
    await inkling.rank(anything);
    await inkling.similar(anything, anything);
    await inkling.explain(anything);
    await inkling.events(anything);
    await inkling.consent(anything);
    inkling.setContext(anything);
    inkling.on(anything, anything)();
  }
  expect((await inkling.status()).state).toBe("ready");
});

test("a call the parser refuses says why, and is counted", async () => {
  const { inkling, of } = openRig([{}]);
  const reply = await inkling.track("view_itm", { item_id: "A" });
  expect(reply).toEqual({ stored: 0, reason: "invalid", message: expect.stringContaining("view_item") });
  const { problems } = await inkling.status();
  expect(problems).toEqual({ count: 1, last: [reply.message] });
  expect(of("append")).toEqual([]);
});

test("of a call that is readable in part the rest is recorded, and the reply and status say what is missing", async () => {
  const { inkling, of } = openRig([{}]);
  const items = [{ item_id: "A" }, { item_id: "B", quantity: -1 }];
  const message = "purchase: items[1].quantity must be a number above 0";
  expect(await inkling.track("purchase", { items })).toEqual({ stored: 1, reason: "ok", message });
  expect(of("append")[0]?.events.map(({ item }) => item)).toEqual(["A"]);
  expect((await inkling.status()).problems).toEqual({ count: 1, last: [message] });
  expect(await inkling.track("view_promotion", { promotion_id: "P" })).toEqual({ stored: 0, reason: "ok" });
});

test("without consent to store nothing is queued; pending is told to the engine; a change is told at once", async () => {
  const denied = openRig([{}], { consent: { store: false } });
  expect(await denied.inkling.track("page_view")).toEqual({ stored: 0, reason: "consent" });
  expect(await denied.inkling.consent()).toEqual({ store: false, personalise: true, contribute: false });
  expect(await denied.inkling.consent({ store: "pending" })).toMatchObject({ store: "pending" });
  expect(await denied.inkling.track("page_view")).toEqual({ stored: 1, reason: "ok" });
  await denied.inkling.consent({ store: true, personalise: careless("yes") });
  expect(denied.of("open")[0]?.consent.store).toBe("pending");
  expect(denied.of("consent").at(-1)?.consent).toEqual({ store: true, personalise: true, contribute: false });
});

test("withdrawing consent drops what still waits", async () => {
  const rig = openRig([{}]);
  const waiting = rig.inkling.track("view_item", { item_id: "A" });
  await rig.inkling.consent({ store: false });
  expect(await waiting).toMatchObject({ stored: 0, reason: "consent" });
  await rig.inkling.ready;
  expect(rig.of("append")).toEqual([]);
  expect(rig.of("open")[0]?.consent.store).toBe(false);
});

test.each([
  ["that remembers it is not told again", "indexeddb", [true]],
  ["that forgets it with its worker is told again", "unavailable", [true, true]],
] as const)("pause stops recording until resume; after a restart an engine %s", async (_, state, told) => {
  const { engine } = await openRig([{}]).inkling.ready;
  const storage = { state, events: 0, bytes: 0 };
  const paused = { ...engine, storage, paused: true };
  const pause = { value: paused };
  const rig = openRig([
    { pause, profile: "crash" },
    { open: { value: { ...paused, paused: state === "indexeddb" } }, pause },
  ]);
  await rig.inkling.ready;
  await rig.inkling.pause();
  expect(await rig.inkling.track("page_view")).toEqual({ stored: 0, reason: "paused" });
  await rig.inkling.profile();
  await vi.waitUntil(() => rig.lives() === 2, { timeout: 30_000 });
  await rig.inkling.rank();
  expect(await rig.inkling.track("page_view")).toEqual({ stored: 0, reason: "paused" });
  expect(rig.of("pause").map(({ paused }) => paused)).toEqual(told);
});

test("the engine says whether it is paused: another tab may have paused and resumed", async () => {
  const { engine } = await openRig([{}]).inkling.ready;
  const rig = openRig([{ status: { values: [{ ...engine, paused: true }, engine] } }]);
  await rig.inkling.ready;
  const heard: unknown[] = [];
  rig.inkling.on("status", (status) => void heard.push(status.engine?.paused));
  rig.notify("status");
  await vi.waitUntil(() => heard.length === 1, { timeout: 30_000 });
  expect(await rig.inkling.track("page_view")).toEqual({ stored: 0, reason: "paused" });
  rig.notify("status");
  await vi.waitUntil(() => heard.length === 2, { timeout: 30_000 });
  expect(await rig.inkling.track("page_view")).toEqual({ stored: 1, reason: "ok" });
  expect(heard).toEqual([true, false]);
  expect(rig.of("pause")).toEqual([]);
});

test("a word that is no switch leaves consent as it was, and is counted", async () => {
  const rig = openRig([{}]);
  const { inkling } = rig;
  const before = await inkling.consent();
  for (const store of [null, "denied", "granted", 0, 1, ""]) {
    expect(await inkling.consent(careless({ store }))).toEqual(before);
  }
  expect(await inkling.consent(careless("denied"))).toEqual(before);
  expect(await inkling.consent(careless({ personalise: "pending", contribute: 1 }))).toEqual(before);
  const { problems } = await inkling.status();
  expect(problems.count).toBe(6 + 3 + 2);
  expect(problems.last.at(-1)).toBe("consent: contribute must be true or false");
  expect(problems.last[0]).toBe('consent: store must be true or false or "pending"');
  expect(await inkling.consent({ store: "pending" })).toMatchObject({ store: "pending" });
  expect(await inkling.consent(careless({ store: null }))).toMatchObject({ store: "pending" });
});

test("a page that says from the start what nobody understands keeps nothing and erases nothing", async () => {
  const rig = openRig([{}], { consent: careless({ store: "denied", personalise: null }) });
  expect(await rig.inkling.consent()).toEqual({ store: "pending", personalise: false, contribute: false });
  expect((await rig.inkling.status()).problems.count).toBe(2);
});

test("a change of consent or pause that fails is counted; consent may take its time", async () => {
  const refusal = { code: "storage" } as const;
  const { inkling } = openRig([{ consent: refusal, pause: refusal }]);
  const { engine } = await inkling.ready;
  await inkling.consent({ contribute: true });
  await inkling.pause();
  expect((await inkling.status()).problems).toEqual({ count: 2, last: Array(2).fill("scripted") });
  inkling.destroy();
  const slow = openRig([{ consent: { value: engine, afterMs: 3_000 } }]);
  await slow.inkling.ready;
  await slow.inkling.consent({ contribute: true });
  expect((await slow.inkling.status()).problems.count).toBe(0);
}, 120_000);

test("listeners hear of changes of state, a throwing one harms nobody, and off means off", async () => {
  const { inkling } = openRig([{}]);
  const states: string[] = [];
  inkling.on("status", () => {
    throw new Error("the shop's own mistake");
  });
  const off = inkling.on("status", ({ state }) => void states.push(state));
  await inkling.ready;
  expect(states).toEqual(["starting", "ready"]);
  off();
  inkling.setContext({ locale: "fr-FR" });
  await inkling.status();
  expect(states).toHaveLength(2);
  const { problems, context } = await inkling.status();
  expect(problems.last).toContain("the shop's own mistake");
  expect(context).toEqual({ locale: "fr-FR" });
});

test("the page's kind is the slot of rankings that name none", async () => {
  const rig = openRig([{}], { context: { page: "category" } });
  await rig.inkling.rank({ n: 1 });
  await rig.inkling.similar("A");
  rig.inkling.setContext({ page: "cart" });
  await rig.inkling.rank();
  await rig.inkling.rank({ slot: "teaser" });
  const slots = rig.of("rank").map(({ request }) => request.slot);
  expect(slots).toEqual(["category", "category", "cart", "teaser"]);
});

test("destroy is final and idempotent: no listener, timer, observer or worker of ours stays", async () => {
  const listeners = new Set<string>();
  const add = vi.spyOn(window, "addEventListener");
  const addToDocument = vi.spyOn(document, "addEventListener");
  const terminate = vi.spyOn(Worker.prototype, "terminate");
  const rig = openRig([{}]);
  const { inkling } = rig;
  const replies: Promise<unknown>[] = [inkling.track("page_view")];
  await inkling.ready;
  for (const [type, , options] of [...add.mock.calls, ...addToDocument.mock.calls]) {
    const { signal } = careless<{ signal?: AbortSignal }>(options ?? {});
    if (["pagehide", "pageshow", "click", "visibilitychange", "load"].includes(type))
      listeners.add(`${type} ${signal?.aborted}`);
  }
  expect([...listeners].sort()).toEqual(["click false", "pagehide false", "pageshow false", "visibilitychange false"]);
  inkling.destroy();
  inkling.destroy();
  expect(terminate).toHaveBeenCalledTimes(1);
  const signals = [...add.mock.calls, ...addToDocument.mock.calls].map(
    ([, , options]) => careless<{ signal?: AbortSignal }>(options ?? {}).signal,
  );
  expect(signals.filter((signal) => signal?.aborted === false)).toEqual([]);
  const requests = rig.requests.length;
  document.body.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  replies.push(inkling.track("page_view"), inkling.pause(), inkling.consent({ store: true }));
  expect(await inkling.track("page_view")).toEqual({ stored: 0, reason: "destroyed" });
  expect(await inkling.rank({ ids: ["A"] })).toMatchObject({ reason: "destroyed", items: [{ id: "A" }] });
  expect(await inkling.status()).toMatchObject({ state: "off", worker: { state: "none" } });
  await Promise.all(replies);
  expect(rig.requests).toHaveLength(requests);
  vi.restoreAllMocks();
});

test("destroyed before it was ready, it never starts a worker", async () => {
  const rig = openRig([{}]);
  const reply = rig.inkling.track("page_view");
  rig.inkling.destroy();
  expect(await reply).toMatchObject({ reason: "destroyed" });
  expect((await rig.inkling.ready).state).toBe("off");
  await new Promise((resolve) => requestIdleCallback(resolve));
  expect(rig.lives()).toBe(0);
});

test("the object has exactly the public methods", async () => {
  const { inkling } = openRig([{}]);
  const names: Record<keyof Inkling, true> = {
    ready: true,
    track: true,
    rank: true,
    similar: true,
    explain: true,
    profile: true,
    forecast: true,
    events: true,
    status: true,
    on: true,
    setContext: true,
    consent: true,
    export: true,
    import: true,
    erase: true,
    startAfresh: true,
    steer: true,
    pause: true,
    resume: true,
    destroy: true,
  };
  expect(Object.keys(inkling).sort()).toEqual(Object.keys(names).sort());
});
