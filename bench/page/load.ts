import { setTimeout as pause } from "node:timers/promises";
import type { Browser, CDPSession } from "playwright";
import type { TraceEvent } from "../trace.ts";
import type { Fetched, Site, Visit } from "./site.ts";
import type { System } from "./systems.ts";
import { CATEGORIES, type LoadTimes, timesOf } from "./trace.ts";

/** Of one load of the page. */
export interface Load extends LoadTimes {
  /** In use after a collection of garbage, by the page; and by its workers. */
  readonly heapBytes: number;
  readonly workerHeapBytes: number;
  readonly fetched: readonly Fetched[];
  readonly asked: readonly string[];
}

/** Times as slow as this machine. */
const THROTTLE = 4;
const START_LIMIT_MS = 120_000;
/** What follows a start at once is part of it. */
const SETTLE_MS = 500;
/** A shopper's browser: scripts leave out those that say that a program drives them. */
const AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

/** Loads the page with one system in a fresh profile. Throws where it does not start, or asks for what nobody has told of. */
export async function loadOnce(browser: Browser, site: Site, system: System): Promise<Load> {
  const context = await browser.newContext({ userAgent: AGENT });
  try {
    const page = await context.newPage();
    const errors: string[] = [];
    page.on("pageerror", ({ message }) => errors.push(message));
    page.on("request", (request) => {
      const url = request.url();
      if (/^(https?|wss?):/.test(url) && !url.startsWith(`${site.origin}/`)) errors.push(`asked for ${url}`);
    });
    const session = await context.newCDPSession(page);
    const workers = await followWorkers(session);
    await session.send("Emulation.setCPUThrottlingRate", { rate: THROTTLE });
    await browser.startTracing(page, { categories: [...CATEGORIES] });
    const visit = site.show(system);
    await page.goto(`${site.origin}/`, { timeout: START_LIMIT_MS });
    const limit = pause(START_LIMIT_MS, undefined, { ref: false }).then(() =>
      errors.push(`not started within ${START_LIMIT_MS / 1_000} s`),
    );
    await Promise.race([visit.started, limit]);
    await pause(SETTLE_MS);
    // Chromium's own form.
    const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
    await session.send("Emulation.setCPUThrottlingRate", { rate: 1 });
    const heapBytes = await heapOf((method) => session.send(method));
    const workerHeaps = await Promise.all(workers.map(heapOf));
    refuse(system, visit, errors);
    return {
      ...timesOf(traceEvents, `${site.origin}/`),
      heapBytes,
      workerHeapBytes: workerHeaps.reduce((sum, bytes) => sum + bytes, 0),
      fetched: visit.fetched,
      asked: visit.asked,
    };
  } finally {
    await context.close();
  }
}

function refuse({ name }: System, { unknown }: Visit, errors: readonly string[]): void {
  const all = [...errors, ...unknown.map((path) => `asked for ${path}, which nothing here answers`)];
  if (all.length > 0) throw new Error(`${name}: ${all.join("; ")}`);
}

type Method = "HeapProfiler.collectGarbage" | "Runtime.getHeapUsage";
type Send = (method: Method) => Promise<unknown>;

async function heapOf(send: Send): Promise<number> {
  await send("HeapProfiler.collectGarbage");
  // The protocol's own form.
  return ((await send("Runtime.getHeapUsage")) as { usedSize: number }).usedSize;
}

/** A way to each worker of the page, from when it starts. */
async function followWorkers(session: CDPSession): Promise<Send[]> {
  const workers: Send[] = [];
  let sent = 0;
  const replies = new Map<number, (result: unknown) => void>();
  session.on("Target.attachedToTarget", ({ sessionId }) => {
    workers.push((method) => {
      const id = ++sent;
      const reply = new Promise((resolve) => replies.set(id, resolve));
      return session
        .send("Target.sendMessageToTarget", { sessionId, message: JSON.stringify({ id, method }) })
        .then(() => reply);
    });
  });
  session.on("Target.receivedMessageFromTarget", ({ message }) => {
    const { id, result } = JSON.parse(message) as { id?: number; result?: unknown };
    if (id !== undefined) replies.get(id)?.(result);
  });
  await session.send("Target.setAutoAttach", { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  return workers;
}
