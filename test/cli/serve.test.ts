import { spawn } from "node:child_process";
import { existsSync, symlinkSync, writeFileSync } from "node:fs";
import type { AddressInfo, Server } from "node:net";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseServeFlags } from "../../cli/serve-options.ts";
import { ROOT } from "../../scripts/paths.mjs";
import { SINGLE_TASK, USUAL_TASK } from "../../server/leader/settings.ts";
import { until } from "../server/support/pair.ts";
import { hasEnded } from "../support/has-ended.ts";
import { type BuiltCommand, buildCommand } from "./built.ts";

const VECTORS = join(ROOT, "test/vectors/catalogue-v1");
const KEY = "ab".repeat(32);

describe("flags", () => {
  test("have values that serve by themselves", () => {
    expect(parseServeFlags({})).toMatchObject({
      ...{ role: "both", db: "sqlite:inkling.db", port: 8_787, host: "127.0.0.1", url: "http://localhost:8787" },
      ...{
        origins: [],
        tasks: [],
        leastReports: 100,
        maxEpsilon: 4,
        perMinute: 600,
        issuer: { attestation: "none", workBits: 18, sessionKey: undefined, tokensPerAddress: 100 },
        proxyHops: 0,
        restored: false,
        showKey: false,
        holdOut: undefined,
        ungated: false,
        canaryShare: 0,
      },
    });
  });

  test("a single server has a gate and no helper", () => {
    const files = { holdOut: "lately.csv", catalogue: "shop" };
    expect(parseServeFlags({ role: "single", ...files, db: "pglite:folder" })).toMatchObject({
      ...{ role: "single", port: 8_787, helper: undefined, holdOut: { catalogue: "shop" } },
    });
    for (const peer of [{ helperUrl: "https://helper.example" }, { helperKey: KEY }, { leaderKey: KEY }])
      expect(parseServeFlags({ role: "single", ...peer })).toContain("a single server has no helper");
  });

  test("give a trainer its gate", () => {
    const files = { holdOut: "lately.csv", catalogue: "shop" };
    expect(parseServeFlags({ role: "trainer", ...files, canaryShare: 0.1 })).toMatchObject({
      ...{ role: "trainer", port: 8_789, canaryShare: 0.1 },
      holdOut: { catalogue: "shop", history: ["lately.csv"] },
    });
    expect(parseServeFlags({ ...files, holdOut: ["a.csv", "b.csv"] })).toMatchObject({
      holdOut: { history: ["a.csv", "b.csv"] },
    });
    expect(parseServeFlags({ role: "trainer", ungated: true })).toMatchObject({ ungated: true, holdOut: undefined });
  });

  test("name one or more origins and tasks, and the peer of a role", () => {
    const leader = { role: "leader", helperUrl: "https://helper.example/", helperKey: KEY };
    expect(
      parseServeFlags({ ...leader, origin: ["https://a.example", "https://b.example"], task: "x.json" }),
    ).toMatchObject({
      origins: ["https://a.example", "https://b.example"],
      tasks: ["x.json"],
      helper: { origin: "https://helper.example", address: "https://helper.example", signKey: KEY },
    });
    expect(parseServeFlags({ role: "helper", leaderKey: KEY })).toMatchObject({ port: 8_788, leaderKey: KEY });
    expect(parseServeFlags({ trustProxy: true })).toMatchObject({ proxyHops: 1 });
    expect(parseServeFlags({ trustProxy: 2 })).toMatchObject({ proxyHops: 2 });
    expect(parseServeFlags({ role: "helper", showKey: true })).toMatchObject({ showKey: true });
  });

  test.each<[object, string]>([
    [{ role: "alone" }, "--role"],
    [{ port: 65_534 }, "--port"],
    [{ role: "trainer", db: "pglite:folder" }, "PGlite"],
    [{ holdOut: "lately.csv" }, "--catalogue"],
    [{ catalogue: "shop" }, "--hold-out"],
    [{ holdOut: "lately.csv", catalogue: "shop", ungated: true }, "--ungated"],
    [{ canaryShare: 1 }, "--canary-share"],
    [{ role: "helper", leaderKey: KEY, ungated: true }, "for a trainer"],
    [{ port: 0 }, "--port"],
    [{ port: "x" }, "--port"],
    [{ url: "inkling.example" }, "--url"],
    [{ url: "https://inkling.example/path" }, "--url"],
    [{ origin: ["https://a.example", "*"] }, "--origin"],
    [{ leastReports: 0.5 }, "--least-reports"],
    [{ maxEpsilon: 0 }, "--max-epsilon"],
    [{ delta: 0 }, "--delta"],
    [{ delta: 1e-4 }, "--delta"],
    [{ perMinute: -1 }, "--per-minute"],
    [{ attestation: "captcha" }, "--attestation"],
    [{ attestation: "shop-session" }, "--session-key"],
    [{ attestation: "shop-session", sessionKey: "00" }, "--session-key"],
    [{ sessionKey: KEY }, "--session-key"],
    [{ attestation: "pow", workBits: 27 }, "--work-bits"],
    [{ tokensPerAddress: 0 }, "--tokens-per-address"],
    [{ trustProxy: "x" }, "--trust-proxy"],
    [{ trustProxy: 11 }, "--trust-proxy"],
    [{ role: "leader" }, "--helper-url"],
    [{ role: "leader", helperUrl: "https://h.example" }, "--helper-key"],
    [{ role: "leader", helperUrl: "https://h.example", helperKey: "00" }, "--helper-key"],
    [{ role: "helper" }, "--leader-key"],
  ])("%j is answered with what is wrong", (given, flag) => {
    expect(parseServeFlags({ ...given })).toMatch(flag);
  });
});

describe("the command", () => {
  let inkling: BuiltCommand;
  beforeAll(async () => {
    inkling = await buildCommand();
  });
  afterAll(() => inkling?.remove());

  test("says which packages it needs where they are not", async () => {
    const { code, stderr } = await inkling.run(["serve", "--role", "leader", "--show-key"]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/needs the package .*: npm install fastify@5 .*libsql/);
  });

  describe("with its packages", () => {
    beforeAll(() => symlinkSync(join(ROOT, "node_modules"), join(inkling.folder, "node_modules")));

    test("prints the key that a role signs with, the same each time", async () => {
      const show = ["serve", "--role", "helper", "--db", "sqlite:keys.db", "--show-key"];
      const [first, second] = [await inkling.run(show), await inkling.run(show)];
      expect(first.stdout).toMatch(/^[0-9a-f]{64}\n$/);
      expect(second.stdout).toBe(first.stdout);
    });

    test.each([
      [["--task", "none.json"], "the task none.json cannot be read"],
      [["--task", "bad.json"], "the task's file: blocks is not a list"],
      [["--task", "alone.json"], "which a single server runs: --role single"],
      [["--role", "single", "--task", "two.json"], "is of trust mode B: a single server runs mode C"],
      [["--db", "mysql:x"], 'there is no database "mysql:x'],
      [
        ["--role", "trainer", "--db", "sqlite:t.db", "--hold-out", "bad.json", "--catalogue", "none"],
        "none holds no whole catalogue",
      ],
    ])("%j is refused with %s", async (flags, words) => {
      for (const [file, task] of [
        ["bad.json", { task: "head" }],
        ["alone.json", SINGLE_TASK],
        ["two.json", USUAL_TASK],
      ] as const)
        writeFileSync(join(inkling.folder, file), JSON.stringify(task));
      const { code, stderr } = await inkling.run(["serve", ...flags]);
      expect([code, stderr]).toEqual([2, expect.stringContaining(words)]);
    });

    test("runs leader, helper and trainer, the first two with stores of their own, and ends all", async () => {
      const port = await freePorts();
      const gate = ["--hold-out", join(VECTORS, "history.csv"), "--catalogue", join(VECTORS, "pack")];
      const { task, output, end } = await collecting(inkling, port, ["--db", "sqlite:shop.db", ...gate]);
      const atHelper = await fetch(`http://127.0.0.1:${port + 1}/v1/plans/${task.plan}`);
      expect(atHelper.status).toBe(200);
      expect((await atHelper.json()).leader.origin).toBe(`http://localhost:${port}`);
      for (const role of ["leader", "helper"]) expect(existsSync(join(inkling.folder, `shop.${role}.db`))).toBe(true);
      const metrics = await until(async () => {
        const answer = await fetch(`http://127.0.0.1:${port + 2}/metrics`).catch(() => undefined);
        const text = await answer?.text();
        return text?.includes('inkling_model_version{task="head"} 0') ? text : undefined;
      });
      expect(metrics).toContain("inkling_models_total");
      for (const page of ["/healthz", "/readyz", "/docs/json"])
        expect((await fetch(`http://127.0.0.1:${port + 2}${page}`)).status, page).toBe(200);
      expect(output()).toMatch(/^Trainer http:\/\/localhost:\d+$/m);
      expect([await end(), output()]).toEqual([0, expect.stringContaining("Helper http://localhost")]);
      for (const other of [port + 1, port + 2])
        await expect(fetch(`http://127.0.0.1:${other}/healthz`)).rejects.toThrow();
    });

    test("runs a single server, which names no helper and makes models itself", async () => {
      const port = await freePorts();
      const flags = ["--role", "single", "--db", "sqlite:single.db", "--ungated"];
      const { task, end } = await collecting(inkling, port, flags);
      expect(task.signatures.helper).toBeNull();
      const plan = await (await fetch(`http://127.0.0.1:${port}/v1/plans/${task.plan}`)).json();
      expect(plan).toMatchObject({ trustMode: "C", helper: null, noiseMultiplier: SINGLE_TASK.noiseMultiplier });
      expect(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()).toContain("inkling_models_total");
      expect(await end()).toBe(0);
    });

    test("leaves nothing running when it is killed", async () => {
      const port = await freePorts();
      const flags = ["serve", "--db", "sqlite:killed.db", "--port", String(port)];
      const child = spawn(process.execPath, ["dist/cli.js", ...flags], { cwd: inkling.folder, stdio: "ignore" });
      const ended = new Promise((resolve) => child.once("exit", resolve));
      const answers = async (which: number) =>
        fetch(`http://127.0.0.1:${which}/healthz`).then(
          ({ ok }) => ok,
          () => false,
        );
      const all = () => Promise.all([port, port + 1, port + 2].map(answers));
      try {
        await until(async () => (await all()).every((one) => one) || undefined);
      } finally {
        child.kill("SIGKILL");
        await ended;
      }
      await until(async () => (await all()).every((one) => !one) || undefined);
    });
  });
});

/** A port whose next two are free, too. */
async function freePorts(): Promise<number> {
  const held = (port: number): Promise<Server | undefined> =>
    new Promise((resolve) => {
      const server = createServer();
      server.once("error", () => resolve(undefined));
      server.listen(port, "127.0.0.1", () => resolve(server));
    });
  for (;;) {
    const first = await held(0);
    const { port } = first!.address() as AddressInfo; // the cast: it listens on a port
    const servers = [first, await held(port + 1), await held(port + 2)];
    for (const server of servers) await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
    if (servers.every((server) => server !== undefined)) return port;
  }
}

/** `inkling serve` on this port, once it takes reports: what its task says, what it has written, and what ends it. */
async function collecting({ folder }: BuiltCommand, port: number, flags: readonly string[]) {
  const all = ["dist/cli.js", "serve", "--port", String(port), ...flags];
  const child = spawn(process.execPath, all, { cwd: folder });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
    });
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const task = await until(async () => {
    if (hasEnded(child)) throw new Error(output);
    const answer = await fetch(`http://127.0.0.1:${port}/v1/tasks/head`).then(
      (response) => response.json(),
      () => undefined,
    );
    return answer?.state === "collecting" ? answer : undefined;
  });
  const end = (): Promise<number | null> => {
    child.kill("SIGTERM");
    return ended;
  };
  return { task, output: () => output, end };
}
