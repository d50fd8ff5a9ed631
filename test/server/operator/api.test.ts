import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Overview, SessionAnswer } from "../../../server/operator/api.ts";
import { device, fetchPlan, fetchTask, send } from "../support/device.ts";
import { Pair, until } from "../support/pair.ts";
import { builtPage } from "./page.ts";

const TOKEN = "a token of the operator";
const pair = new Pair({ leastReports: 3, largestBatch: 3 });
const at = (path: string, init: RequestInit = {}) => fetch(`${pair.leader}${path}`, init);
const logIn = (body: unknown) => at("/operator/api/session", { method: "POST", body: JSON.stringify(body) });

/** The API with a session of its own. */
async function opened(): Promise<(path: string, init?: RequestInit) => Promise<Response>> {
  const { session } = (await (await logIn({ token: TOKEN })).json()) as SessionAnswer;
  return (path, init) => at(`/operator/api/${path}`, { ...init, headers: { authorization: `Bearer ${session}` } });
}

beforeAll(async () => {
  pair.operator = { token: TOKEN, page: await builtPage() };
  await pair.openHelper(0, { leastReports: 3, maxEpsilon: 20, delta: 1e-6 });
  await pair.openLeader();
}, 60_000);
afterAll(() => pair.remove());

describe("the page", () => {
  test.each(["/operator", "/operator/operator.js", "/operator/operator.css", "/operator/uplot.css"])(
    "%s is there for everybody, under a policy that runs nothing but its own scripts",
    async (path) => {
      const response = await at(path);
      expect(response.status).toBe(200);
      const policy = response.headers.get("content-security-policy");
      expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'/);
      expect(policy).not.toMatch(/unsafe|http|\*/);
      expect(response.headers.get("x-content-type-options")).toBe("nosniff");
      expect((await response.text()).length).toBeGreaterThan(100);
    },
  );

  test("holds no script or style in its markup, and names nobody else's address", async () => {
    const html = await (await at("/operator")).text();
    expect(html).not.toMatch(/<style|style=|onload|<script(?![^>]*src="\/operator\/)/);
    for (const [, address] of html.matchAll(/(?:src|href)="([^"]*)"/g))
      expect(address).toMatch(/^(\/operator\/|#|data:,$)/);
  });
});

describe("the API", () => {
  test.each([[{ token: "another token altogether" }], [{ token: "" }], [{ token: 7 }], [{}], [[]], [null]])(
    "%j opens nothing",
    async (body) => {
      const response = await logIn(body);
      expect([response.status, await response.json()]).toEqual([401, { error: "refused" }]);
    },
  );

  test("tells nothing without a session, and keeps no answer", async () => {
    for (const authorization of ["", "Bearer", `Bearer ${TOKEN}`, `Bearer 99999999999999.${"0".repeat(64)}`]) {
      const response = await at("/operator/api/overview", { headers: { authorization } });
      expect([response.status, await response.json()]).toEqual([401, { error: "refused" }]);
      expect(response.headers.get("cache-control")).toBe("no-store");
    }
  });

  test("does not answer pages of other sites, token or not", async () => {
    const elsewhere = {
      method: "POST",
      body: JSON.stringify({ token: TOKEN }),
      headers: { "sec-fetch-site": "cross-site" },
    };
    expect((await at("/operator/api/session", elsewhere)).status).toBe(401);
  });

  test("shows a round from its plan to its opening, what it cost, and what came with which answer", async () => {
    const api = await opened();
    const read = async () => (await (await api("overview")).json()) as Overview;
    const { plan: hash } = await until(async () => {
      const task = await fetchTask(pair.leader, "head");
      return task.plan === null ? undefined : task;
    });
    const before = (await read()).tasks[0]!;
    expect(before).toMatchObject({
      task: "head",
      collecting: true,
      roundCount: 1,
      budget: { reportsSpent: 0, epsilonSpent: 0 },
    });
    expect(before.rounds).toMatchObject([
      { round: 0, state: "collecting", received: 0, counted: 0, leastReports: 3, planHash: hash },
    ]);
    expect(before.plan).toMatchObject({
      trustMode: "B",
      attestation: null,
      helper: "http://helper.example",
      blocks: [{ name: "head" }, { name: "shown" }],
    });

    const fetched = await fetchPlan(pair.leader, hash!);
    const { report } = await device(fetched);
    for (let n = 0; n < 3; n++)
      expect(await send(pair.leader, (await report([new Float64Array(19), [1, 0, 0, 0, 0]])).bytes)).toBe("accepted");
    await send(pair.leader, new Uint8Array(9));
    const after = await until(async () => {
      const overview = await read();
      const isOpened = overview.tasks[0]?.rounds.some(({ state }) => state === "opened");
      return isOpened && overview.intake.counts.length === 2 ? overview : undefined;
    });
    const task = after.tasks[0]!;
    expect(task.rounds.find(({ round }) => round === 0)).toMatchObject({ state: "opened", received: 3, counted: 3 });
    expect(task.budget).toMatchObject({ reportsSpent: 1, reportsMost: 1 });
    expect(task.budget!.epsilonSpent).toBe(task.budget!.epsilonMost);
    expect(task.rounds.find(({ round }) => round === 0)!.epsilonSoFar).toBe(task.budget!.epsilonSpent);
    const counts = [
      { answer: "accepted", reason: "kept", reports: 3 },
      { answer: "rejected", reason: "malformed", reports: 1 },
    ];
    expect(after.intake).toEqual({ days: 30, counts });
    const metrics = await (await at("/metrics")).text();
    for (const name of ["inkling_reports_total", "inkling_recent_reports"])
      for (const { answer, reason, reports } of counts)
        expect(metrics).toContain(`${name}{answer="${answer}",reason="${reason}"} ${reports}\n`);
  });

  test("ends with the hour", async () => {
    const api = await opened();
    expect((await api("overview")).status).toBe(200);
    const { now } = pair;
    pair.now = () => Date.now() + 3_600_001;
    expect((await api("overview")).status).toBe(401);
    pair.now = now;
  });
});

test("one address has ten attempts at the token in a minute", async () => {
  const guesses = await Promise.all(Array.from({ length: 12 }, (_, n) => logIn({ token: `a guess of number ${n}` })));
  expect(guesses.filter(({ status }) => status === 429).length).toBeGreaterThan(0);
  expect((await logIn({ token: TOKEN })).status).toBe(429);
});
