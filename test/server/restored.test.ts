import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { HelperClient } from "../../server/leader/helper-client.ts";
import { abandonOpenRounds, takeLogsOver } from "../../server/restored.ts";
import { entriesFrom } from "../../server/store/entries.ts";
import { modelOf, modelsOf, type StoredModel } from "../../server/store/models.ts";
import { unloggedPublications } from "../../server/store/publications.ts";
import { roundOf, vectorOf } from "../../server/store/rounds.ts";
import type { Database } from "../../server/store/sql.ts";
import { rollBack } from "../../server/store/steps.ts";
import { standingOf } from "../../server/store/tasks.ts";
import { toHex } from "../../src/core/protocol/hex.ts";
import { KINDS } from "./support/databases.ts";
import { device, type Fetched, fetchPlan, fetchTask, send } from "./support/device.ts";
import { Pair, until } from "./support/pair.ts";

let pair: Pair;
afterEach(() => pair?.remove());

const collecting = async (least: number): Promise<Fetched> =>
  until(async () => {
    const answer = await fetchTask(pair.leader, "head");
    if (answer.state !== "collecting" || answer.plan === null) return undefined;
    const fetched = await fetchPlan(pair.leader, answer.plan);
    return fetched.plan.round >= least ? fetched : undefined;
  });

async function fill(fetched: Fetched, count: number): Promise<void> {
  const from = await device(fetched);
  for (let n = 0; n < count; n++) {
    const { bytes } = await from.report([new Array<number>(19).fill(0.1), [1, 0, 0, 0, 0]]);
    expect(await send(pair.leader, bytes)).toBe("accepted");
  }
}

test("a leader restored from a backup opens nothing that was open then, takes the log over, and goes on", async () => {
  pair = await new Pair().open();
  const first = await collecting(0);
  await fill(first, 70);
  const openCopy = await pair.backup("leader");
  // Life goes on after the backup: this round is opened, and the next one begins.
  await fill(first, 50);
  const second = await collecting(1);
  expect(await roundOf(pair.leaderStore, toHex(first.hash))).toMatchObject({ phase: "opened", count: 120 });

  await pair.replaceLeader(openCopy);
  const restored = await openCopy();
  const helper = { signKey: pair.helperSigner.publicKey, address: pair.helper };
  await abandonOpenRounds(restored);
  await takeLogsOver(restored, ["head"], pair.leaderSigner.publicKey, helper);
  expect(await roundOf(restored, toHex(first.hash))).toMatchObject({ phase: "abandoned", logged: true });
  for (const vector of ["sum", "noised", "opened"] as const)
    expect(await vectorOf(restored, toHex(first.hash), vector)).toBeUndefined();
  const log = await entriesFrom(pair.helperStore, "head", 0, 10);
  expect(await entriesFrom(restored, "head", 0, 10)).toEqual(log);
  expect(log).toHaveLength(1);
  await restored.close();

  // The helper has had round 1, of which this leader knows nothing any more: the next is another.
  await pair.openLeader();
  const third = await collecting(2);
  expect(toHex(third.hash)).not.toBe(toHex(second.hash));
  // Nobody ever closes what this leader has forgotten: with the next plan the helper ends it, and its keys.
  expect(await roundOf(pair.helperStore, toHex(second.hash))).toMatchObject({ phase: "abandoned" });
  expect(await pair.helperStore.all("SELECT DISTINCT round FROM hpke_keys")).toEqual([{ round: 2 }]);
  await fill(third, 120);
  const done = await until(async () => {
    const round = await roundOf(pair.leaderStore, toHex(third.hash));
    return round?.logged ? round : undefined;
  });
  expect(done).toMatchObject({ phase: "opened", count: 120 });
  expect(await entriesFrom(pair.leaderStore, "head", 0, 10)).toEqual(
    await entriesFrom(pair.helperStore, "head", 0, 10),
  );
});

test("a leader whose backup is older than its first round takes that round's log over, too", async () => {
  pair = await new Pair().open();
  const first = await collecting(0);
  const empty = await openEmpty();
  await fill(first, 120);
  await until(async () => ((await roundOf(pair.helperStore, toHex(first.hash)))?.logged ? true : undefined));
  const helper = { signKey: pair.helperSigner.publicKey, address: pair.helper };
  await takeLogsOver(empty.database, ["head"], pair.leaderSigner.publicKey, helper);
  expect(await entriesFrom(empty.database, "head", 0, 10)).toEqual(await entriesFrom(pair.helperStore, "head", 0, 10));
  await empty.database.close();
  await empty.remove();
});

test("no key outlives a restored store's rounds, nor those of rounds that were still to be agreed on", async () => {
  pair = await new Pair().open();
  await collecting(0);
  const client = new HelperClient(pair.helper, pair.helperSigner.publicKey, pair.leaderSigner, Date.now);
  await client.keys("head", 1);
  const restored = await (await pair.backup("helper"))();
  expect(await restored.all("SELECT DISTINCT round FROM hpke_keys ORDER BY round")).toEqual([
    { round: 0 },
    { round: 1 },
  ]);
  await abandonOpenRounds(restored);
  expect(await restored.all("SELECT * FROM hpke_keys")).toEqual([]);
  await restored.close();
});

test("a restored leader waits no longer than half a minute for a helper that does not answer", async () => {
  pair = new Pair();
  const silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  const limit = vi.spyOn(AbortSignal, "timeout").mockImplementation((ms) => {
    expect(ms).toBeLessThanOrEqual(30_000);
    return AbortSignal.abort(new Error(`over after ${ms} ms`));
  });
  const { database, remove } = await openEmpty();
  try {
    const { port } = silent.address() as AddressInfo; // the cast: it listens on a port
    const helper = { signKey: "0".repeat(64), address: `http://127.0.0.1:${port}` };
    await expect(takeLogsOver(database, ["head"], "0".repeat(64), helper)).rejects.toThrow("over after 30000 ms");
  } finally {
    limit.mockRestore();
    silent.close();
    await database.close();
    await remove();
  }
});

async function openEmpty(): Promise<{ database: Database; remove: () => Promise<void> }> {
  const place = KINDS.find(({ name }) => name === "SQLite")!.place();
  return { database: await place.open(), remove: place.remove };
}

test("a leader restored from before a model was made makes the very same again, and the log stays one", async () => {
  pair = await new Pair().open();
  const gate = { id: "one", questions: 1, quality: async () => 0.5 };
  const first = await collecting(0);
  await fill(first, 120);
  await until(async () => ((await roundOf(pair.leaderStore, toHex(first.hash)))?.logged ? true : undefined));
  const copy = await pair.backup("leader");
  await pair.openTrainer(async () => gate);
  const twoEntries = () =>
    until(async () => {
      const entries = await entriesFrom(pair.leaderStore, "head", 0, 10);
      return entries.length >= 2 ? entries : undefined;
    });
  await twoEntries();
  const [lost] = await modelsOf(pair.leaderStore, "head", 10);

  // The trainer, then the leader.
  await pair.replaceLeader(copy);
  await pair.replaceLeader(copy);
  const restored = await copy();
  const helper = { signKey: pair.helperSigner.publicKey, address: pair.helper };
  await abandonOpenRounds(restored);
  await takeLogsOver(restored, ["head"], pair.leaderSigner.publicKey, helper);
  await restored.close();
  await pair.openLeader();
  await pair.openTrainer(async () => gate);
  await until(async () => {
    const [made] = await modelsOf(pair.leaderStore, "head", 10);
    return made && (await unloggedPublications(pair.leaderStore)).length === 0 ? true : undefined;
  });
  const [made] = await modelsOf(pair.leaderStore, "head", 10);
  expect(made).toMatchObject({ hash: lost!.hash, state: "published", signature: lost!.signature });
  const entries = await twoEntries();
  expect(await entriesFrom(pair.helperStore, "head", 0, 10)).toEqual(entries);
  expect(entries.filter(({ bytes }) => String(Buffer.from(bytes)).includes('"published"'))).toHaveLength(1);
});

test("a leader restored from before a roll-back names the model never again, nor one that is made again", async () => {
  pair = await new Pair().open();
  const first = await collecting(0);
  await fill(first, 120);
  await until(async () => ((await roundOf(pair.leaderStore, toHex(first.hash)))?.logged ? true : undefined));
  const beforeModel = await pair.backup("leader");
  await pair.openTrainer(undefined, { ungated: true });
  const entries = (count: number) =>
    until(async () => ((await entriesFrom(pair.leaderStore, "head", 0, 10)).length >= count ? true : undefined));
  await entries(2);
  const [{ hash }] = (await modelsOf(pair.leaderStore, "head", 1)) as [StoredModel];
  const beforeRollBack = await pair.backup("leader");
  expect(await rollBack(pair.leaderStore, "head", hash, "why")).toBe(true);
  await entries(3);

  // The trainer, then the leader.
  await pair.replaceLeader(beforeModel);
  await pair.replaceLeader(beforeModel);
  const restored = async (copy: () => Promise<Database>) => {
    const database = await copy();
    const helper = { signKey: pair.helperSigner.publicKey, address: pair.helper };
    await abandonOpenRounds(database);
    await takeLogsOver(database, ["head"], pair.leaderSigner.publicKey, helper);
    return database;
  };
  const known = await restored(beforeRollBack);
  expect(await modelOf(known, hash)).toMatchObject({ state: "rolled-back" });
  expect(await standingOf(known, "head")).toMatchObject({ current: null, canary: null });
  expect(await unloggedPublications(known)).toEqual([]);
  await known.close();

  await (await restored(beforeModel)).close();
  await pair.openLeader();
  await pair.openTrainer(undefined, { ungated: true });
  expect(await until(() => modelOf(pair.leaderStore, hash))).toMatchObject({ state: "refused" });
  expect(await standingOf(pair.leaderStore, "head")).toMatchObject({ current: null, canary: null });
});
