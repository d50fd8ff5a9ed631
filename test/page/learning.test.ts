import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import type { EngineStatus } from "../../src/core/bridge/protocol.ts";
import { keepLearning } from "../../src/page/learning.ts";
import { ENGINE_STATUS } from "../support/engine-status.ts";
import { openRig } from "./support/scripted.ts";

const until = { timeout: 50_000, interval: 20 };
vi.setConfig({ testTimeout: 60_000 });

const status = (learning: EngineStatus["learning"]): EngineStatus => ({ ...ENGINE_STATUS, learning });
const DUE = status({ state: "waiting", why: "", due: true });
const SETTLED = status({ state: "accepted", why: "", due: false });

/** Learners started, each of them a real worker that beats until it is ended. */
let learners: { readonly worker: Worker; beats: number }[] = [];
beforeEach(() => {
  learners = [];
});
afterEach(() => {
  for (const { worker } of learners) worker.terminate();
  Reflect.deleteProperty(document, "visibilityState");
});

/** Beats on a channel of its own: what a learner posts to its page says that it is done. */
function launch(more = ""): Worker {
  const name = `beats-${crypto.randomUUID()}`;
  const beat = `const beats = new BroadcastChannel("${name}"); setInterval(() => beats.postMessage(0), 20);`;
  const url = URL.createObjectURL(new Blob([beat, more], { type: "text/javascript" }));
  const worker = new Worker(url, { type: "module" });
  const learner = { worker, beats: 0 };
  const heard = new BroadcastChannel(name);
  heard.onmessage = () => {
    learner.beats++;
  };
  onTestFinished(() => heard.close());
  learners.push(learner);
  return worker;
}

/** A page whose engine answers status with these, in turn, the last for ever. */
function page(values: readonly EngineStatus[], start: () => Worker = () => launch()) {
  const rig = openRig([{ status: { values }, open: { value: values[0] } }]);
  keepLearning(rig, start);
  return rig;
}

const runs = () => vi.waitFor(() => expect(learners.at(-1)?.beats).toBeGreaterThan(2), until);
/** Ten times as long as between two beats there was none. */
const isGone = () =>
  vi.waitFor(async () => {
    const before = learners.at(-1)!.beats;
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(learners.at(-1)!.beats).toBe(before);
  }, until);

function see(visibility: DocumentVisibilityState): void {
  Object.defineProperty(document, "visibilityState", { value: visibility, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}
function pretend(name: string, value: unknown): void {
  Object.defineProperty(navigator, name, { value, configurable: true });
  onTestFinished(() => void Reflect.deleteProperty(navigator, name));
}

test("a learner starts once when there is something to learn, and not when there is nothing", async () => {
  const idle = page([SETTLED]);
  await idle.inkling.ready;
  await idle.inkling.status();
  expect(learners).toHaveLength(0);
  idle.inkling.destroy();
  const busy = page([DUE]);
  await runs();
  busy.notify("status");
  await busy.inkling.status();
  expect(learners).toHaveLength(1);
});

test("a hidden page's learner is gone; seen again, another starts", async () => {
  page([DUE]);
  await runs();
  see("hidden");
  await isGone();
  expect(learners).toHaveLength(1);
  see("visible");
  await vi.waitFor(() => expect(learners).toHaveLength(2), until);
  await runs();
});

test("a page that is hidden while it asks what is due starts none before it is seen again", async () => {
  const rig = openRig([{ status: { value: DUE }, open: { value: DUE } }]);
  let asked = 0;
  const status = () => {
    if (++asked === 2) see("hidden");
    return rig.inkling.status();
  };
  keepLearning({ ...rig, inkling: { ...rig.inkling, status } }, () => launch());
  await vi.waitFor(() => expect(asked).toBe(2), until);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(learners).toHaveLength(0);
  see("visible");
  await runs();
});

test("what the engine says while a page asks what is due starts no second learner", async () => {
  const rig = openRig([{ status: { value: DUE }, open: { value: DUE } }]);
  let asked = 0;
  const status = async () => {
    if (++asked === 2) {
      rig.notify("status");
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    return rig.inkling.status();
  };
  keepLearning({ ...rig, inkling: { ...rig.inkling, status } }, () => launch());
  await runs();
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(learners).toHaveLength(1);
});

test.each([
  ["the page is left", () => dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true }))],
  ["Inkling is destroyed", (rig) => rig.inkling.destroy()],
] satisfies [string, (rig: ReturnType<typeof page>) => unknown][])("it is gone when %s", async (_when, leave) => {
  const rig = page([DUE]);
  await runs();
  leave(rig);
  await isGone();
});

test("it is gone once learning is off", async () => {
  const rig = page([DUE, DUE, DUE, status({ state: "off", why: "no consent", due: false })]);
  await runs();
  await vi.waitFor(async () => {
    rig.notify("status");
    expect((await rig.inkling.status()).engine?.learning.state).toBe("off");
  }, until);
  await isGone();
});

test("what it learned ends it", async () => {
  page([DUE, DUE, DUE, SETTLED], () => launch("setTimeout(() => postMessage({ learnt: 'accepted' }), 200)"));
  await vi.waitFor(() => expect(learners.at(-1)?.beats).toBeGreaterThan(0), until);
  await isGone();
});

test.each([
  ["crashes", "throw new Error('out of memory')", /learning on this device: .*out of memory/],
  ["says that it failed", "postMessage({ learnt: 'failed', message: 'no store' })", /no store/],
])("one that %s is counted, and not started again by this page", async (_how, script, message) => {
  const rig = page([DUE], () => launch(script));
  await vi.waitFor(async () => expect((await rig.inkling.status()).problems.last.at(-1)).toMatch(message), until);
  rig.notify("status");
  await rig.inkling.status();
  see("visible");
  await new Promise((resolve) => requestIdleCallback(resolve));
  expect(learners).toHaveLength(1);
});

test.each([
  ["the shopper saves data", "connection", { saveData: true }],
  ["the battery is low", "getBattery", async () => ({ level: 0.1, charging: false })],
])("none starts while %s", async (_why, name, value) => {
  pretend(name, value);
  const rig = page([DUE]);
  await rig.inkling.ready;
  await new Promise((resolve) => requestIdleCallback(resolve));
  await rig.inkling.status();
  expect(learners).toHaveLength(0);
});

test("a low battery that is charging is no reason", async () => {
  pretend("getBattery", async () => ({ level: 0.1, charging: true }));
  page([DUE]);
  await runs();
});
