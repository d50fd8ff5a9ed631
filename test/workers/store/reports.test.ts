import { describe, expect, test } from "vitest";
import type { LedgerLimits } from "../../../src/core/privacy/ledger/ledger.ts";
import { openReportingStore, type ReportingStore } from "../../../workers/store/reporting.ts";
import type { Beginning, Written } from "../../../workers/store/reports.ts";
import type { ForeignChange } from "../../../workers/store/store.ts";
import type { WorkerStoreOptions } from "../../../workers/store/worker-store.ts";
import { NOW, newName, openTab, putRaw, view } from "./fixtures.ts";

const DAY = 86_400_000;
const LIMITS: LedgerLimits = { coolDownMs: 0, dayMicroRho: 100, lifeMicroRho: 250 };

const written = (id: string, microRho = 60, plan = `plan of ${id}`): Written => ({
  outgoing: { id, bytes: Uint8Array.of(1, 2, 3), dueMs: NOW + 10, untilMs: NOW + DAY, tries: 0 },
  entry: {
    id,
    plan,
    task: "head",
    round: 1,
    to: "https://leader.example",
    atMs: NOW,
    bytes: 3,
    blocks: ["head"],
    microRho,
    trustMode: "B",
    fate: "waiting",
  },
  cost: { plan: "head", microRho, planMicroRho: 1_000 },
});

interface Rig {
  readonly name: string;
  readonly store: ReportingStore;
  readonly heard: ForeignChange[];
  readonly clock: { ms: number };
  put(one: Written, limits?: LedgerLimits, begun?: Beginning): Promise<string>;
}

async function open(name = newName(), change: Partial<WorkerStoreOptions> = {}): Promise<Rig> {
  const heard: ForeignChange[] = [];
  const clock = { ms: NOW };
  const store = await openReportingStore({
    name,
    now: () => clock.ms,
    onLost() {},
    onForeignChange: (what) => heard.push(what),
    ...change,
  });
  return {
    name,
    store,
    heard,
    clock,
    put: async (one, limits = LIMITS, begun) => store.reports.put(one, begun ?? (await store.reports.begin()), limits),
  };
}

const spent = async ({ store }: Rig) => (await store.reports.read()).ledger?.spentMicroRho;
const waiting = async ({ store }: Rig) => (await store.reports.waiting()).map(({ id }) => id);
const fates = async ({ store }: Rig) => (await store.reports.read()).reports.map(({ id, fate }) => [id, fate]);

describe("a report that is put", () => {
  test("is charged, waits and stands in the log, all at once", async () => {
    const rig = await open();
    expect(await rig.put(written("a"))).toBe("put");
    expect(await spent(rig)).toBe(60);
    expect(await rig.store.reports.waiting()).toEqual([written("a").outgoing]);
    expect((await rig.store.reports.read()).reports).toEqual([written("a").entry]);
  });

  test("a second time, or another to the same plan, changes nothing", async () => {
    const rig = await open();
    await rig.put(written("a", 30));
    expect(await rig.put(written("a", 30))).toBe("known");
    expect(await rig.put(written("b", 30, "plan of a"))).toBe("known");
    expect(await spent(rig)).toBe(30);
    expect(await waiting(rig)).toEqual(["a"]);
  });

  test("is charged once although two tabs put it at the same time", async () => {
    const one = await open();
    const other = await open(one.name);
    const puts = await Promise.all([one.put(written("a", 30)), other.put(written("a", 30))]);
    expect(puts.sort()).toEqual(["known", "put"]);
    expect(await spent(other)).toBe(30);
  });

  test("beyond a limit leaves outbox and log as they were", async () => {
    const rig = await open();
    await rig.put(written("a"));
    expect(await rig.put(written("b"))).toBe("day");
    rig.clock.ms += DAY;
    expect(await rig.put(written("b"))).toBe("put");
    rig.clock.ms += DAY;
    expect(await rig.put(written("c", 140))).toBe("life");
    expect(await waiting(rig)).toEqual(["a", "b"]);
    expect(await spent(rig)).toBe(120);
  });

  test("in the cool-down of its ledger is refused", async () => {
    const rig = await open();
    const limits = { ...LIMITS, coolDownMs: DAY };
    expect(await rig.put(written("a"), limits)).toBe("cool-down");
    rig.clock.ms += DAY;
    expect(await rig.put(written("a"), limits)).toBe("put");
  });

  test("is lost whole when its transaction is", async () => {
    const rig = await open();
    // What cannot be cloned breaks the last of its requests, after the charge.
    const broken = { ...written("a"), entry: { ...written("a").entry, task: (() => {}) as unknown as string } };
    await expect(rig.put(broken)).rejects.toMatchObject({ code: "storage" });
    expect(await spent(rig)).toBe(0);
    expect(await waiting(rig)).toEqual([]);
  });
});

test("a line from before lines named their trust mode is of mode B", async () => {
  const rig = await open();
  const { trustMode: _, ...line } = written("a").entry;
  await putRaw(rig.name, "reports", line, "a");
  await putRaw(rig.name, "reports", { ...line, trustMode: "D" }, "b");
  expect((await rig.store.reports.read()).reports).toEqual([written("a").entry]);
});

describe("a report that waits", () => {
  test("is noted before it is sent, and settled by its answer", async () => {
    const rig = await open();
    await rig.put(written("a"));
    rig.clock.ms += 50;
    expect(await rig.store.reports.sending("a")).toBe(true);
    expect((await rig.store.reports.read()).reports[0]).toMatchObject({ fate: "waiting", sentMs: NOW + 50 });
    expect((await rig.store.reports.waiting())[0]).toMatchObject({ tries: 1, bytes: Uint8Array.of(1, 2, 3) });
    await rig.store.reports.postpone("a", NOW + 99);
    expect((await rig.store.reports.waiting())[0]).toMatchObject({ tries: 1, dueMs: NOW + 99 });
    await rig.store.reports.settle("a", "accepted");
    expect(await waiting(rig)).toEqual([]);
    expect(await fates(rig)).toEqual([["a", "accepted"]]);
    expect(await rig.store.reports.sending("a")).toBe(false);
  });

  test("is not sent once it was cancelled, and stays charged", async () => {
    const rig = await open();
    await rig.put(written("a"));
    const { store } = await openTab(rig.name);
    await store.cancelReports("cancelled");
    await expect.poll(() => rig.heard).toContain("cancelled");
    expect(await rig.store.reports.sending("a")).toBe(false);
    expect(await fates(rig)).toEqual([["a", "cancelled"]]);
    expect(await spent(rig)).toBe(60);
  });

  test("nor put by a reporter that began before", async () => {
    const rig = await open();
    const begun = await rig.store.reports.begin();
    const { store } = await openTab(rig.name);
    await store.cancelReports("cancelled");
    expect(await rig.put(written("a"), LIMITS, begun)).toBe("forgotten");
    const again = await rig.store.reports.begin();
    await store.cancelReports("cancelled");
    expect(await rig.put(written("a"), LIMITS, again)).toBe("forgotten");
    expect(await spent(rig)).toBe(0);
  });
});

test("erasing forgets reports and log and keeps what was spent, in all and on each plan, in a new cool-down", async () => {
  const rig = await open();
  await rig.put(written("a"));
  const begun = await rig.store.reports.begin();
  const { store } = await openTab(rig.name);
  await store.append([view("p1")]);
  rig.clock.ms += DAY;
  await store.erase();
  await expect.poll(() => rig.heard).toContain("erased");
  expect(await rig.put(written("b"), LIMITS, begun)).toBe("forgotten");
  expect(await store.contributed()).toMatchObject({ reports: [], ledger: { spentMicroRho: 60, plans: { head: 60 } } });
  expect(await waiting(rig)).toEqual([]);
  expect(await rig.put(written("b"), { ...LIMITS, coolDownMs: DAY })).toBe("cool-down");
  expect((await rig.store.reports.read()).ledger).toMatchObject({
    begunMs: NOW + DAY,
    spentMicroRho: 60,
    plans: { head: 60 },
  });
});

test("an import takes the larger of both ledgers and bars its events, all or nothing", async () => {
  const rig = await open();
  await rig.put(written("a"));
  const { store } = await openTab(rig.name);
  await store.append([view("own")]);
  const { ledger } = (await store.contributed())!;
  const theirs = { ...ledger!, spentMicroRho: 200, plans: { head: 20, other: 180 }, dayMicroRho: 10 };
  const begun = await rig.store.reports.begin();
  const { events } = await store.importEvents([view("theirs"), view("theirs too", NOW + 1)], theirs);
  expect(await rig.put(written("begun before", 1), LIMITS, begun)).toBe("forgotten");
  expect((await rig.store.reports.begin()).importedSeq).toBe(events[1]!.seq);
  expect((await rig.store.reports.read()).ledger).toMatchObject({
    spentMicroRho: 200,
    plans: { head: 60, other: 180 },
    dayMicroRho: 60,
  });
  const broken = { ...view("x"), item: (() => {}) as unknown as string };
  await expect(store.importEvents([view("y"), broken], { ...theirs, spentMicroRho: 240 })).rejects.toMatchObject({
    code: "storage",
  });
  expect((await store.read()).events.map(({ item }) => item)).toEqual(["own", "theirs", "theirs too"]);
  expect((await rig.store.reports.read()).ledger?.spentMicroRho).toBe(200);
});

test("a ledger that cannot be read begins anew with what was spent, and one without a total spends nothing more", async () => {
  const rig = await open();
  await rig.put(written("a"));
  await putRaw(rig.name, "ledger", { v: 9 }, "ledger");
  expect((await rig.store.reports.read()).ledger).toMatchObject({ begunMs: NOW, spentMicroRho: 60 });
  await putRaw(rig.name, "ledger", "much", "spent");
  expect(await rig.put(written("b", 1))).toBe("life");
});

test("of the log the newest two hundred lines are kept", async () => {
  const rig = await open();
  const limits = { ...LIMITS, dayMicroRho: 10_000, lifeMicroRho: 10_000 };
  const begun = await rig.store.reports.begin();
  for (let at = 0; at < 203; at++) {
    const one = written(`r${at}`, 1);
    await rig.put(
      { ...one, cost: { ...one.cost, planMicroRho: 9_999 }, entry: { ...one.entry, atMs: NOW + at } },
      limits,
      begun,
    );
    await rig.store.reports.settle(`r${at}`, "accepted");
  }
  const { reports } = await rig.store.reports.read();
  expect(reports).toHaveLength(200);
  expect([reports[0]?.id, reports.at(-1)?.id]).toEqual(["r202", "r3"]);
}, 120_000);
