import { afterEach, describe, expect, test } from "vitest";
import type { Role } from "../../server/serve.ts";
import { modelsOf } from "../../server/store/models.ts";
import { acceptedIds } from "../../server/store/reports.ts";
import { roundOf, vectorOf } from "../../server/store/rounds.ts";
import { TEXT } from "../../server/text.ts";
import { addTo } from "../../src/core/privacy/share/share.ts";
import { toHex } from "../../src/core/protocol/hex.ts";
import { parseLog } from "../../src/core/protocol/log.ts";
import { sizeOf } from "../../src/core/rank/subset.ts";
import { ownPostgres } from "./support/databases.ts";
import { type Fetched, fetchPlan, fetchTask, reportsTo, type Sent, send } from "./support/device.ts";
import { TASK, until } from "./support/pair.ts";
import { type Name, Processes } from "./support/processes.ts";

let processes: Processes;
afterEach(() => processes?.remove(), 60_000);

const WEIGHTS = sizeOf("linear");
const BLOCKS = TASK.blocks.map((block) => (block.kind === "delta" ? { ...block, size: WEIGHTS } : block));
/** Noise so small that one report too many, or too few, would show in the sum. */
const CLEAR = { ...TASK, blocks: BLOCKS, noiseMultiplier: 0.001, maxEpsilon: 1e9 };

/** Of leader and helper, one after the other; forty, twenty each, are a command of their own (docs/develop.md). */
const KILLS = Number(process.env.INKLING_KILLS ?? 20);

/** Reports that three leaders take; ten thousand take minutes, and are a command of their own (docs/develop.md). */
const REPLICATED = Number(process.env.INKLING_REPORTS ?? 1_200);

const collecting = async (): Promise<Fetched> => {
  const task = await until(async () => {
    const answer = await fetchTask(processes.leader, "head").catch(() => undefined);
    return answer?.state === "collecting" ? answer : undefined;
  });
  return fetchPlan(processes.leader, task.plan ?? "");
};

const log = async (origin: string) => {
  const response = await fetch(`${origin}/v1/log/head`);
  return parseLog(new Uint8Array(await response.arrayBuffer()), TEXT);
};

/** Sends the same bytes until there is an answer that settles it, as a device does. */
async function sendUntilSettled(bytes: Uint8Array, leaders: readonly Name[] = ["leader"]): Promise<string> {
  let tries = Math.floor(Math.random() * leaders.length);
  return until(async () => {
    const leader = leaders[tries++ % leaders.length] ?? "leader";
    const answer = await send(processes.addresses[leader], bytes);
    return answer === "unanswered" || answer === "retry-later" ? undefined : answer;
  });
}

/** Once a round's end is in both logs. */
const logged = (hash: Uint8Array) =>
  until(async () => {
    const [leader, helper] = await Promise.all(
      [processes.leader, processes.helper].map((at) => log(at).catch(() => [])),
    );
    const mine = leader!.filter(({ entry }) => entry.planHash === toHex(hash));
    return mine.length > 0 && helper!.length === leader!.length ? mine : undefined;
  });

/** Stops both, and holds what they kept to what devices were told. */
async function audit(fetched: Fetched, acknowledged: readonly Sent[], names: readonly Name[] = ["leader", "helper"]) {
  for (const name of names) expect(await processes.end(name, "SIGTERM"), name).toBe(0);
  const hash = toHex(fetched.hash);
  const [leader, helper] = [await processes.store("leader"), await processes.store("helper")];
  const ids = acknowledged.map(({ id }) => id).sort();
  for (const store of [leader, helper]) {
    expect([...(await acceptedIds(store, hash))].sort()).toEqual(ids);
    expect(await roundOf(store, hash)).toMatchObject({ phase: "opened", count: ids.length });
  }
  const [opened, own, others] = await Promise.all([
    vectorOf(leader, hash, "opened"),
    vectorOf(leader, hash, "noised"),
    vectorOf(helper, hash, "noised"),
  ]);
  const shares = own!.slice();
  addTo(shares, others!);
  expect(opened).toEqual(shares);
  const sum = new Uint32Array(opened!.length);
  for (const { vector } of acknowledged) addTo(sum, vector);
  const deviation = Math.sqrt((2 * fetched.plan.sigmaSquared.numerator) / fetched.plan.sigmaSquared.denominator);
  const off = [...opened!].map((value, at) => Math.abs((value - sum[at]!) | 0));
  expect(Math.max(...off)).toBeLessThan(8 * deviation);
  await leader.close();
  await helper.close();
}

describe("two processes on two SQLite files", () => {
  test("run a round over HTTP, end when they are told to, and write nothing of a shopper", async () => {
    processes = await Processes.prepare(CLEAR, 1e9);
    await processes.start("helper");
    await processes.start("leader");
    const fetched = await collecting();
    const reports = await reportsTo(fetched, 120, processes.leader);
    const answers = await Promise.all(reports.map(({ bytes }) => send(processes.leader, bytes)));
    expect(new Set(answers)).toEqual(new Set(["accepted"]));
    const [entry, ...more] = await logged(fetched.hash);
    expect(more).toEqual([]);
    expect(entry?.entry).toMatchObject({ outcome: "opened", count: 120 });
    for (const page of ["/docs/json", "/healthz", "/metrics"])
      expect((await fetch(processes.leader + page)).status, page).toBe(200);
    expect(await (await fetch(`${processes.leader}/metrics`)).text()).toMatch(
      /inkling_reports_total\{answer="accepted",reason="kept"\} 120/,
    );
    await audit(fetched, reports);
    for (const { id } of reports) expect(processes.output).not.toContain(id);
    expect(processes.output).not.toMatch(/remoteAddress|user-agent|"req"/);
  }, 120_000);

  test("count every acknowledged report once and open nothing twice, killed at random points of a round", async () => {
    processes = await Processes.prepare({ ...CLEAR, largestBatch: 150, tokens: true }, 1e9);
    await processes.start("helper");
    await processes.start("leader");
    const fetched = await collecting();
    const reports = await reportsTo(fetched, 170, processes.leader);

    const answers = new Map<string, string>();
    let next = 0;
    const sender = async () => {
      for (let report = reports[next++]; report !== undefined; report = reports[next++]) {
        answers.set(report.id, await sendUntilSettled(report.bytes));
        await pause((Math.random() * 60 * KILLS) / 20);
      }
    };
    const sending = Promise.all([sender(), sender(), sender()]);
    const killed: string[] = [];
    for (let kill = 0; kill < KILLS; kill++) {
      const role: Role = kill % 2 === 0 ? "leader" : "helper";
      const ms = Math.random() * 300;
      killed.push(`${role} after ${ms.toFixed()} ms`);
      await pause(ms);
      await processes.end(role, "SIGKILL");
      await processes.start(role);
    }
    await sending;
    const [entry, ...more] = await logged(fetched.hash);
    expect(more, killed.join(", ")).toEqual([]);
    expect(entry?.entry, killed.join(", ")).toMatchObject({ outcome: "opened", count: 150 });
    const acknowledged = reports.filter(({ id }) => answers.get(id) === "accepted");
    const others = [...answers.values()].filter((answer) => answer !== "accepted");
    expect([acknowledged.length, new Set(others)]).toEqual([150, new Set(["refetch-plan"])]);
    await audit(fetched, acknowledged);
  }, 600_000);
});

test("a trainer that is killed at twenty random points makes one model a round", async () => {
  processes = await Processes.prepare({ ...CLEAR, leastReports: 10, largestBatch: 10 }, 1e9);
  await processes.start("helper");
  await processes.start("leader");
  const started = performance.now();
  await processes.start("trainer");
  const startMs = performance.now() - started;
  const rounds: string[] = [];
  const [roundCount, killsEach] = [5, 4];
  for (let round = 0; round < roundCount; round++) {
    const fetched = await until(async () => {
      const next = await collecting();
      return next.plan.round === round ? next : undefined;
    });
    rounds.push(toHex(fetched.hash));
    for (const { bytes } of await reportsTo(fetched, 10, processes.leader))
      expect(await sendUntilSettled(bytes)).toBe("accepted");
    // The step comes as soon as it is up: before, meanwhile and after.
    for (let kill = 0; kill < killsEach; kill++) {
      await processes.end("trainer", "SIGKILL");
      processes.begin("trainer");
      await pause(startMs * (0.6 + 0.6 * Math.random()));
    }
  }
  const entries = await until(async () => {
    const entries = (await log(processes.leader)).map(({ entry }) => entry);
    return entries.length === 2 * roundCount ? entries : undefined;
  });
  expect(entries.map(({ outcome }) => outcome)).toEqual(rounds.flatMap(() => ["opened", "published"]));
  expect(entries.map(({ planHash }) => planHash)).toEqual(rounds.flatMap((planHash) => [planHash, planHash]));
  for (const name of ["trainer", "leader", "helper"] as const) await processes.end(name, "SIGTERM");
  const store = await processes.store("leader");
  const models = (await modelsOf(store, "head", 10)).toReversed();
  expect(models.map(({ version, state, planHash }) => ({ version, state, planHash }))).toEqual(
    rounds.map((planHash, at) => ({ version: at + 1, state: "published", planHash })),
  );
  expect(models.map(({ parent }) => parent)).toEqual([null, ...models.slice(0, -1).map(({ hash }) => hash)]);
  expect(entries.flatMap(({ modelHash }) => modelHash ?? [])).toEqual(models.map(({ hash }) => hash));
  await store.close();
}, 600_000);

test("three leaders on one PostgreSQL take reports for one round while one of them is killed again and again", async ({
  skip,
}) => {
  const postgres = await ownPostgres();
  if ("missing" in postgres) return skip(postgres.missing);
  try {
    const stores = { leader: postgres.url, helper: postgres.url };
    const task = { ...CLEAR, largestBatch: REPLICATED, devices: REPLICATED };
    processes = await Processes.prepare(task, 1e9, stores);
    const leaders = ["leader", "leader2", "leader3"] as const;
    await processes.start("helper");
    await Promise.all(leaders.map((name) => processes.start(name)));
    const fetched = await collecting();
    const reports = await reportsTo(fetched, REPLICATED + 30, processes.leader);
    const answers = new Map<string, string>();
    let next = 0;
    const sender = async () => {
      for (let report = reports[next++]; report !== undefined; report = reports[next++])
        answers.set(report.id, await sendUntilSettled(report.bytes, leaders));
    };
    let sending = true;
    const sent = Promise.all(Array.from({ length: 12 }, sender)).finally(() => {
      sending = false;
    });
    let kills = 0;
    while (sending || kills === 0) {
      await pause(Math.random() * 300);
      await processes.end("leader2", "SIGKILL");
      await processes.start("leader2");
      kills++;
    }
    await sent;
    const [entry, ...more] = await logged(fetched.hash);
    expect(more).toEqual([]);
    expect(entry?.entry).toMatchObject({ outcome: "opened", count: REPLICATED });
    const acknowledged = reports.filter(({ id }) => answers.get(id) === "accepted");
    expect(acknowledged).toHaveLength(REPLICATED);
    await audit(fetched, acknowledged, [...leaders, "helper"]);
  } finally {
    await processes?.remove();
    await postgres.drop();
  }
}, 600_000);

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
