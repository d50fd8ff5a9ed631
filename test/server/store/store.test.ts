import { readFileSync, statSync } from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { NEW_ROUND } from "../../../server/rounds/round.ts";
import { type Claim, claimBatch, settleBatch } from "../../../server/store/batches.ts";
import { bindBuckets, keepDropped, keptOf, ownBucketKey } from "../../../server/store/buckets.ts";
import { abandon, keepNoised, keepOpened } from "../../../server/store/closings.ts";
import { addCounts, countsFrom, forgetCountsBefore } from "../../../server/store/counts.ts";
import { addEntry, entriesFrom, entryAt, lastEntry } from "../../../server/store/entries.ts";
import { signingKey } from "../../../server/store/identity.ts";
import { destroyKeys, keysOf, roundKeys } from "../../../server/store/keys.ts";
import { modelOf, modelsOf, type StoredModel } from "../../../server/store/models.ts";
import { addPlan, agreeToPlan, newestPlan, planOf } from "../../../server/store/plans.ts";
import {
  isPublicationLogged,
  markPublicationLogged,
  unloggedPublications,
} from "../../../server/store/publications.ts";
import { acceptedIds, type Incoming, keepReports, tally } from "../../../server/store/reports.ts";
import {
  addRound,
  advance,
  holdRound,
  markLogged,
  newestRound,
  openPlansBefore,
  roundOf,
  tasksWithRounds,
  unfinishedRounds,
  untrainedRounds,
  vectorOf,
} from "../../../server/store/rounds.ts";
import { countToken } from "../../../server/store/sessions.ts";
import type { Database } from "../../../server/store/sql.ts";
import { beforeOf, keepRemeasured, keepStep, rollBack, rollBackLogged } from "../../../server/store/steps.ts";
import { markTrainer, mayBegin, setPaused, standingOf } from "../../../server/store/tasks.ts";
import { tokenKey, tokenKeyOf } from "../../../server/store/token-keys.ts";
import { judgeBatch, verdictOf } from "../../../server/store/verdicts.ts";
import { KINDS, type Place } from "../support/databases.ts";
import { flaky } from "../support/flaky.ts";

const LIMITS = { leastReports: 2, largestBatch: 100 };
const PLAN = "a".repeat(64);
const ID = (n: number): string => n.toString(16).padStart(32, "0");
const report = (n: number, digest = `digest ${n}`, token: string | null = null): Incoming => ({
  reportId: ID(n),
  digest,
  token,
  sealed: Uint8Array.of(n, 1, 2),
});
const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, at) => from + at);
const claim = (changes: Partial<Claim> = {}): Claim => ({
  planHash: PLAN,
  least: 1,
  most: 256,
  batchId: crypto.randomUUID(),
  claimant: crypto.randomUUID(),
  nowMs: 1_000_000,
  leaseMs: 10_000,
  ...changes,
});

describe.each(KINDS)("$name", ({ place, missing }) => {
  if (missing !== undefined) {
    test("the store", ({ skip }) => skip(missing));
    return;
  }

  describe("the store", () => {
    let here: Place;
    let database: Database;
    beforeAll(async () => {
      here = place();
      database = await here.open();
    }, 120_000);
    afterAll(async () => {
      await database?.close();
      await here?.remove();
    }, 120_000);
    afterEach(async () => {
      for (const table of [
        ...["identity", "hpke_keys", "plans", "rounds", "reports", "batches", "entries"],
        ...["models", "tasks", "publications", "token_keys", "token_sessions", "report_counts"],
      ])
        await database.run(`DELETE FROM ${table}`);
    });

    const begin = () => addRound(database, PLAN, "head", 0);
    const close = () =>
      database.transaction(async (queries) =>
        advance(queries, await holdRound(queries, PLAN), { tag: "close" }, LIMITS),
      );
    const keep = (reports: readonly Incoming[], accepting = true) =>
      keepReports(database, PLAN, reports, LIMITS, accepting);

    /** Keeps these reports and settles them in one batch, each with a share of one value, its number. */
    const settle = async (numbers: readonly number[]) => {
      await keep(numbers.map((n) => report(n)));
      const batch = await claimBatch(database, claim());
      const sum = Uint32Array.of(numbers.reduce((total, n) => total + n, 0));
      const { batchId } = batch!;
      return settleBatch(database, { planHash: PLAN, batchId, accepted: numbers.map(ID), sum, keep: false }, LIMITS);
    };

    test("keeps numbers, bytes and nothings as they are", async () => {
      const big = 2 ** 52 - 1;
      const every = Uint8Array.from({ length: 256 }, (_, at) => at);
      await database.run(
        "INSERT INTO rounds (plan_hash, task, round, phase, received, count, logged, sum) VALUES ($1, $2, $3, $4, 0, 0, 0, $5)",
        ...["x", "ü\u0000ß".replace("\u0000", ""), big, "collecting", every],
      );
      const [row] = await database.all("SELECT task, round, sum, noised FROM rounds WHERE plan_hash = $1", "x");
      expect({ ...row, sum: Array.from(row?.sum as Uint8Array) }).toEqual({
        task: "üß",
        round: big,
        sum: [...every],
        noised: null,
      });
    });

    test("takes a transaction whole or not at all", async () => {
      const broken = database.transaction(async (queries) => {
        await addRound(queries, PLAN, "head", 0);
        throw new Error("no");
      });
      await expect(broken).rejects.toThrow("no");
      const wrong = database.transaction(async (queries) => {
        await addRound(queries, PLAN, "head", 0);
        await queries.run("INSERT INTO rounds (plan_hash) VALUES (NULL)");
      });
      await expect(wrong).rejects.toThrow();
      expect(await roundOf(database, PLAN)).toBeUndefined();
    });

    test("lets no two transactions change a round at a time", async () => {
      await begin();
      const one = () =>
        database.transaction(async (queries) => {
          const held = await holdRound(queries, PLAN);
          await advance(queries, held, { tag: "receive", reports: 1 }, LIMITS);
        });
      await Promise.all(range(0, 30).map(one));
      expect(await roundOf(database, PLAN)).toMatchObject({ received: 30 });
    });

    test("makes one signing key, however many ask", async () => {
      let made = 0;
      const keys = await Promise.all(range(0, 8).map(() => signingKey(database, () => `key ${made++}`)));
      expect(new Set(keys).size).toBe(1);
      expect(await signingKey(database, () => "another")).toBe(keys[0]);
    });

    test("makes a round's keys once, and destroys them for good", async () => {
      let made = 0;
      const make = () => [
        { id: 1, kem: "x25519" as const, privateKey: `private ${made++}`, publicKey: "public" },
        { id: 2, kem: "p256" as const, privateKey: "private", publicKey: "public" },
      ];
      const all = await Promise.all(range(0, 5).map(() => roundKeys(database, "head", 0, make)));
      for (const keys of all) expect(keys).toEqual(all[0]);
      expect(all[0]?.map(({ id }) => id)).toEqual([1, 2]);
      await roundKeys(database, "head", 1, make);
      await destroyKeys(database, "head", 0);
      expect(await keysOf(database, "head", 0)).toEqual([]);
      expect(await keysOf(database, "head", 1)).toHaveLength(2);
    });

    test("keeps the plan that came first for its place", async () => {
      const plan = { hash: PLAN, bytes: Uint8Array.of(1), signature: "s", helperSignature: null, agreed: false };
      await addPlan(database, plan, { task: "head", version: 1 });
      await addPlan(database, { ...plan, hash: "b" }, { task: "head", version: 1 });
      await addPlan(database, { ...plan, hash: "c" }, { task: "head", version: 2 });
      expect(await planOf(database, "b")).toBeUndefined();
      expect(await newestPlan(database, "head")).toMatchObject({ hash: "c" });
      expect(await newestPlan(database, "tail")).toBeUndefined();
      await agreeToPlan(database, PLAN, "helper's");
      const found = await planOf(database, PLAN);
      expect({ ...found, bytes: [...found!.bytes] }).toEqual({
        ...plan,
        bytes: [1],
        helperSignature: "helper's",
        agreed: true,
      });
    });

    test("keeps each report once, and knows copies from others of the same id", async () => {
      await begin();
      expect(await keep([report(1), report(2), report(1), report(2, "other")])).toEqual([
        "kept",
        "kept",
        "known",
        "clash",
      ]);
      expect(await keep([report(2), report(3), report(1, "other")])).toEqual(["known", "kept", "clash"]);
      expect(await roundOf(database, PLAN)).toMatchObject({ received: 3, phase: "collecting" });
      expect(await tally(database, PLAN)).toEqual({ pending: 3, batched: 0, accepted: 0, dropped: 0 });
    });

    test("keeps nothing new once the round is closing or its time is over, and still knows what it has", async () => {
      await begin();
      await keep([report(1)]);
      expect(await keep([report(1), report(2)], false)).toEqual(["known", "closed"]);
      await close();
      expect(await keep([report(1), report(2)])).toEqual(["known", "closed"]);
      expect(await roundOf(database, PLAN)).toMatchObject({ received: 1 });
    });

    test("keeps as many as the plan allows, however many come at once", async () => {
      await begin();
      const all = await Promise.all(range(0, 15).map((k) => keep(range(10 * k, 10 * k + 10).map((n) => report(n)))));
      expect(all.flat().filter((kept) => kept === "kept")).toHaveLength(100);
      expect(all.flat().filter((kept) => kept === "closed")).toHaveLength(50);
      expect(await tally(database, PLAN)).toMatchObject({ pending: 100 });
    });

    test("puts each report into one batch, however many gather them at once", async () => {
      await begin();
      await keep(range(0, 90).map((n) => report(n)));
      const batches = await Promise.all(range(0, 6).map(() => claimBatch(database, claim({ most: 20 }))));
      const ids = batches.flatMap((batch) => batch?.reports.map(({ reportId }) => reportId) ?? []);
      expect(new Set(ids).size).toBe(ids.length);
      const rest = [];
      for (let batch = await claimBatch(database, claim()); batch; batch = await claimBatch(database, claim()))
        rest.push(...batch.reports.map(({ reportId }) => reportId));
      expect([...ids, ...rest].sort()).toEqual(range(0, 90).map(ID));
      // Whoever came last may have found every report taken.
      const [sealed] = batches.flatMap((batch) => batch?.reports ?? []).map((one) => [...one.sealed]);
      expect(sealed?.slice(1)).toEqual([1, 2]);
    });

    test("waits for enough reports, and takes over a batch that was left", async () => {
      await begin();
      await keep(range(0, 5).map((n) => report(n)));
      expect(await claimBatch(database, claim({ least: 6 }))).toBeUndefined();
      const first = await claimBatch(database, claim({ least: 5 }));
      expect(first?.reports).toHaveLength(5);
      expect(await claimBatch(database, claim())).toBeUndefined();
      expect(await claimBatch(database, claim({ nowMs: 1_009_999 }))).toBeUndefined();
      const again = await claimBatch(database, claim({ nowMs: 1_010_000 }));
      expect(again).toEqual(first);
    });

    test("gives a batch at once to whoever claimed it and never heard so", async () => {
      await begin();
      await keep(range(0, 5).map((n) => report(n)));
      const answers = [false, true, false, true];
      const breaking = flaky(database, () => answers.shift()!);
      const mine = { claimant: "mine" };
      await expect(claimBatch(breaking, claim(mine))).rejects.toThrow("after the commit");
      expect(await claimBatch(database, claim())).toBeUndefined();
      const taken = await claimBatch(database, claim(mine));
      expect(taken?.reports).toHaveLength(5);
      // Taken over from another as well: the next to ask is the one that has it now.
      const later = { claimant: "another", nowMs: 1_010_000 };
      await expect(claimBatch(breaking, claim(later))).rejects.toThrow("after the commit");
      expect(await claimBatch(database, claim({ ...mine, nowMs: 1_010_000 }))).toBeUndefined();
      expect(await claimBatch(database, claim(later))).toEqual(taken);
    });

    test("settles a batch once, with its sum and what was accepted", async () => {
      await begin();
      await keep(range(1, 6).map((n) => report(n)));
      const { batchId } = (await claimBatch(database, claim()))!;
      const settlement = {
        planHash: PLAN,
        batchId,
        accepted: [ID(1), ID(4)],
        sum: Uint32Array.of(5, 2 ** 32 - 1),
        keep: false,
      };
      const done = await Promise.all(range(0, 4).map(() => settleBatch(database, settlement, LIMITS)));
      expect(done.filter(Boolean)).toHaveLength(1);
      expect([...(await acceptedIds(database, PLAN))].sort()).toEqual([ID(1), ID(4)]);
      expect(await tally(database, PLAN)).toEqual({ pending: 0, batched: 0, accepted: 2, dropped: 3 });
      expect(await roundOf(database, PLAN)).toMatchObject({ received: 5, count: 2 });
      expect(await vectorOf(database, PLAN, "sum")).toEqual(Uint32Array.of(5, 2 ** 32 - 1));
      const [row] = await database.all("SELECT COUNT(*) AS n FROM reports WHERE sealed IS NOT NULL");
      expect(row).toEqual({ n: 0 });
    });

    test("adds the sums of batches, mod 2^32", async () => {
      await begin();
      await settle([1, 2]);
      await settle([3, 4, 5]);
      expect(await vectorOf(database, PLAN, "sum")).toEqual(Uint32Array.of(15));
      await keep([report(6)]);
      const { batchId } = (await claimBatch(database, claim()))!;
      const sum = Uint32Array.of(2 ** 32 - 10);
      await settleBatch(database, { planHash: PLAN, batchId, accepted: [ID(6)], sum, keep: false }, LIMITS);
      expect(await vectorOf(database, PLAN, "sum")).toEqual(Uint32Array.of(5));
      expect(await roundOf(database, PLAN)).toMatchObject({ received: 6, count: 6 });
    });

    test("judges a batch once, and no report twice", async () => {
      await begin();
      const judge = (batchId: string, numbers: readonly number[], bodyHash = "body") =>
        judgeBatch(
          database,
          {
            planHash: PLAN,
            batchId,
            bodyHash,
            reports: numbers.map((n) => ({
              reportId: ID(n),
              share: n === 13 ? undefined : Uint32Array.of(n),
              kept: null,
              token: null,
            })),
            size: 1,
          },
          LIMITS,
          (each) => Uint8Array.from(each, (judgement) => Number(judgement === "added")),
        );
      const spelled = async (answer: Promise<Uint8Array | undefined>) => [...((await answer) ?? [])];
      const first = await Promise.all(range(0, 4).map(() => spelled(judge("one", [1, 2, 13]))));
      expect(first).toEqual(Array.from({ length: 4 }, () => [1, 1, 0]));
      expect(await judge("one", [1, 2, 13], "another body")).toBeUndefined();
      expect(await spelled(judge("two", [2, 3]))).toEqual([0, 1]);
      expect(await vectorOf(database, PLAN, "sum")).toEqual(Uint32Array.of(6));
      expect(await roundOf(database, PLAN)).toMatchObject({ received: 3, count: 3 });
      expect([...(await verdictOf(database, "two"))!.verdict]).toEqual([0, 1]);
      expect([...(await acceptedIds(database, PLAN))].sort()).toEqual([1, 2, 3].map(ID));
      await keepNoised(database, { planHash: PLAN, count: 3, setHash: "set" }, LIMITS, (sum) => sum);
      expect(await judge("three", [4])).toBeUndefined();
      expect(await spelled(judge("two", [2, 3]))).toEqual([0, 1]);
      expect(await judge("many", range(10, 120))).toBeUndefined();
    });

    test("takes each token of a round once", async () => {
      await begin();
      const once = [report(1, "one", "token"), report(2, "two", "token"), report(3, "three", "another")];
      expect(await keep(once)).toEqual(["kept", "replayed", "kept"]);
      // The very same report, sent again; another that brings its token; and one of the same id.
      expect(await keep([once[0]!, report(4, "four", "token"), report(1, "other", "new")])).toEqual([
        "known",
        "replayed",
        "clash",
      ]);
      expect(await keep([report(5, "five", "new"), report(6), report(7)])).toEqual(["kept", "kept", "kept"]);
      expect(await roundOf(database, PLAN)).toMatchObject({ received: 5 });
    });

    test("judges no token of a round twice", async () => {
      await begin();
      const judge = (batchId: string, reports: readonly [number, string | null, boolean][]) =>
        judgeBatch(
          database,
          {
            ...{ planHash: PLAN, batchId, bodyHash: "body", size: 1 },
            reports: reports.map(([n, token, opens]) => ({
              ...{ reportId: ID(n), kept: null, token },
              share: opens ? Uint32Array.of(n) : undefined,
            })),
          },
          LIMITS,
          (each) => Uint8Array.from(each, (judgement) => Number(judgement === "added")),
        ).then((verdict) => [...(verdict ?? [])]);
      const first = [
        [1, "token", true],
        [2, "token", true],
        // What does not open spends nothing.
        [3, "shut", false],
        [4, null, true],
        [5, null, true],
      ] as const satisfies readonly [number, string | null, boolean][];
      expect(await judge("one", [...first])).toEqual([1, 0, 0, 1, 1]);
      const second: [number, string | null, boolean][] = [
        [6, "shut", true],
        [7, "token", true],
        [1, "fresh", true],
        [8, "fresh", true],
      ];
      expect(await judge("two", second)).toEqual([1, 0, 0, 1]);
      expect(await judge("two", second)).toEqual([1, 0, 0, 1]);
      expect(await vectorOf(database, PLAN, "sum")).toEqual(Uint32Array.of(1 + 4 + 5 + 6 + 8));
    });

    test("keeps a token key until its round's keys are destroyed, and counts what a session had until then", async () => {
      let made = 0;
      const make = async () => ({ privateKey: `private ${made}`, modulus: `modulus ${made++}` });
      const keys = await Promise.all(range(0, 4).map(() => tokenKey(database, "head", 7, make)));
      expect(new Set(keys.map(({ modulus }) => modulus)).size).toBe(1);
      const counted = (session: string, round = 7) => countToken(database, { task: "head", round, session }, 2);
      await tokenKey(database, "head", 8, make);
      const four = await Promise.all(range(0, 4).map(() => counted("s")));
      expect(four.sort()).toEqual(["counted", "counted", "had-most", "had-most"]);
      expect([await counted("t"), await counted("s", 8), await counted("s")]).toEqual([
        ...["counted", "counted", "had-most"],
      ]);
      await destroyKeys(database, "head", 7);
      expect(await tokenKeyOf(database, "head", 7)).toBeUndefined();
      expect([await counted("s"), await counted("s", 8), await counted("s", 8)]).toEqual([
        ...["over", "counted", "had-most"],
      ]);
      // Nothing of a session comes after the round's keys.
      const rounds = await database.all("SELECT DISTINCT round FROM token_sessions");
      expect(rounds).toEqual([{ round: 8 }]);
    });

    test("draws noise once, and keeps nothing of what was without it", async () => {
      await begin();
      await roundKeys(database, "head", 0, () => [{ id: 1, kem: "x25519", privateKey: "p", publicKey: "P" }]);
      await settle([1, 2]);
      await keep([report(3)]);
      await close();
      let draws = 0;
      const noised = (sum: Uint32Array) => sum.map((value) => value + 1_000 + draws++);
      const closing = { planHash: PLAN, count: 2, setHash: "set" };
      expect(await keepNoised(database, { ...closing, count: 3 }, LIMITS, noised)).toBeUndefined();
      const shares = await Promise.all(range(0, 4).map(() => keepNoised(database, closing, LIMITS, noised)));
      expect(shares).toEqual(range(0, 4).map(() => Uint32Array.of(1_003)));
      expect(draws).toBe(1);
      expect(await keepNoised(database, { ...closing, setHash: "another" }, LIMITS, noised)).toBeUndefined();
      expect(await vectorOf(database, PLAN, "sum")).toBeUndefined();
      expect(await keysOf(database, "head", 0)).toEqual([]);
      const [row] = await database.all("SELECT COUNT(*) AS n FROM reports WHERE sealed IS NOT NULL");
      expect(row).toEqual({ n: 0 });
    });

    test("never closes over too few", async () => {
      await begin();
      await settle([1]);
      await close();
      const closing = { planHash: PLAN, count: 1, setHash: "set" };
      expect(await keepNoised(database, closing, LIMITS, (sum) => sum)).toBeUndefined();
      expect(await roundOf(database, PLAN)).toMatchObject({ phase: "closing", setHash: null });
    });

    test("opens a round once, and abandons none that is opened", async () => {
      await begin();
      await settle([1, 2]);
      await close();
      await keepNoised(database, { planHash: PLAN, count: 2, setHash: "set" }, LIMITS, (sum) => sum);
      const opened = await Promise.all(range(0, 4).map((at) => keepOpened(database, PLAN, Uint32Array.of(at), LIMITS)));
      expect(opened.filter(Boolean)).toHaveLength(1);
      expect(await vectorOf(database, PLAN, "opened")).toEqual(Uint32Array.of(opened.indexOf(true)));
      expect(await abandon(database, PLAN, LIMITS)).toBe(false);
      expect(await roundOf(database, PLAN)).toMatchObject({ phase: "opened", setHash: "set", count: 2 });
    });

    test("abandons a round with all that belonged to it", async () => {
      await begin();
      await roundKeys(database, "head", 0, () => [{ id: 1, kem: "x25519", privateKey: "p", publicKey: "P" }]);
      await settle([1, 2]);
      await keep([report(3)]);
      expect(await abandon(database, PLAN, LIMITS)).toBe(true);
      expect(await abandon(database, PLAN, LIMITS)).toBe(true);
      expect(await vectorOf(database, PLAN, "sum")).toBeUndefined();
      expect(await keysOf(database, "head", 0)).toEqual([]);
      expect(await keep([report(1), report(4)])).toEqual(["known", "closed"]);
    });

    test("draws a bucket key once, binds a leader to one, and keeps what is to be dealt until the round is noised", async () => {
      await begin();
      await keep([report(1), report(2), report(3)]);
      const batch = await claimBatch(database, claim());
      const settlement = { planHash: PLAN, batchId: batch!.batchId, accepted: [ID(1), ID(3)], sum: Uint32Array.of(4) };
      await settleBatch(database, { ...settlement, keep: true }, LIMITS);
      expect((await keptOf(database, PLAN, [ID(3), ID(1)])).map((kept) => [...kept])).toEqual([
        [3, 1, 2],
        [1, 1, 2],
      ]);
      await expect(keptOf(database, PLAN, [ID(1), ID(2)])).rejects.toThrow("not kept");

      let drawn = 0;
      const draw = () => `key ${drawn++}`;
      expect(await roundOf(database, PLAN)).toMatchObject({ bucketKey: null, bucketCommitment: null });
      const keys = await Promise.all(range(0, 3).map(() => ownBucketKey(database, PLAN, draw)));
      expect(keys).toEqual(["key 0", "key 0", "key 0"]);
      const bind = (commitment: string, count = 2) =>
        bindBuckets(database, { planHash: PLAN, count, commitment }, LIMITS, draw);
      expect(await bind("one", 3)).toBeUndefined();
      expect([await bind("one"), await bind("one"), await bind("other")]).toEqual(["key 0", "key 0", undefined]);
      expect(drawn).toBe(1);
      const bound = { phase: "closing", bucketKey: "key 0", bucketCommitment: "one" };
      expect(await roundOf(database, PLAN)).toMatchObject(bound);
      expect(await keep([report(9)])).toEqual(["closed"]);

      const closed = { planHash: PLAN, count: 2, setHash: "both" };
      await keepNoised(database, closed, LIMITS, () => Uint32Array.of(1, 3));
      await expect(keptOf(database, PLAN, [ID(1)])).rejects.toThrow("not kept");
      expect(await bind("one")).toBe("key 0");
      await keepDropped(database, PLAN, 1);
      expect(await roundOf(database, PLAN)).toMatchObject({ bucketsDropped: 1 });
    });

    test("adds up what processes count at the same time, and forgets what is older", async () => {
      const kept = { answer: "accepted", reason: "kept", reports: 5 };
      const late = { answer: "refetch-plan", reason: "closed", reports: 2 };
      // One takes the rows in another order than the others.
      const all = [[kept, late], [late, kept], [kept]].map((counts) => addCounts(database, 1_000, counts));
      await Promise.all(all);
      await addCounts(database, 1_001, [late]);
      expect(await countsFrom(database, 1_000)).toEqual([
        { ...kept, reports: 15 },
        { ...late, reports: 6 },
      ]);
      expect(await countsFrom(database, 1_001)).toEqual([late]);
      await forgetCountsBefore(database, 1_001);
      expect(await countsFrom(database, 0)).toEqual([late]);
    });

    test("finds the rounds that are not at their end", async () => {
      await begin();
      await addRound(database, PLAN, "another", 7);
      await addRound(database, "b", "head", 1);
      expect(await roundOf(database, PLAN)).toEqual({
        ...NEW_ROUND,
        planHash: PLAN,
        task: "head",
        number: 0,
        logged: false,
        trained: false,
        bucketsDropped: 0,
        bucketKey: null,
        bucketCommitment: null,
      });
      expect((await unfinishedRounds(database)).map(({ planHash }) => planHash)).toEqual([PLAN, "b"]);
      await markLogged(database, PLAN);
      expect((await unfinishedRounds(database)).map(({ planHash }) => planHash)).toEqual(["b"]);
      expect(await newestRound(database, "head")).toMatchObject({ planHash: "b", number: 1 });
    });

    test("finds the rounds before one that still have keys", async () => {
      for (const [number, phase] of [
        "collecting",
        "closing",
        "noised",
        "abandoned",
        "opened",
        "collecting",
      ].entries()) {
        await addRound(database, `plan ${number}`, "head", number);
        await database.run("UPDATE rounds SET phase = $1 WHERE plan_hash = $2", phase, `plan ${number}`);
      }
      await addRound(database, "another's", "another", 0);
      expect(await openPlansBefore(database, "head", 5)).toEqual(["plan 0", "plan 1"]);
    });

    test("has a log that only grows", async () => {
      const entry = (n: number) => ({ bytes: Uint8Array.of(n), leaderSignature: `l${n}`, helperSignature: null });
      expect(await lastEntry(database, "head")).toBeUndefined();
      for (const n of range(0, 5)) expect(await addEntry(database, "head", n, entry(n))).toBe(true);
      expect(await addEntry(database, "head", 3, entry(9))).toBe(false);
      expect((await entriesFrom(database, "head", 2, 2)).map(({ leaderSignature }) => leaderSignature)).toEqual([
        "l2",
        "l3",
      ]);
      expect([...(await entryAt(database, "head", 3))!.bytes]).toEqual([3]);
      expect([...(await lastEntry(database, "head"))!.bytes]).toEqual([4]);
    });

    const openedRound = async (planHash: string, number: number) => {
      await addRound(database, planHash, "head", number);
      await database.run("UPDATE rounds SET phase = 'opened', logged = 1 WHERE plan_hash = $1", planHash);
    };
    const model = (version: number, changes: Partial<StoredModel> = {}): StoredModel => ({
      ...{ hash: `model ${version}`, task: "head", version, parent: null, planHash: `plan ${version}`, round: version },
      ...{ bytes: Uint8Array.of(version), signature: "s", optimizer: Uint8Array.of(9), stepNorm: 0.25, madeMs: 1e12 },
      ...{ state: "published", reason: null, measured: null },
      ...changes,
    });
    const step = async (made: StoredModel, canaryShare = 0) =>
      keepStep(database, { model: made, seen: await standingOf(database, "head"), canaryShare }, LIMITS);

    test("keeps one model a round, with what devices are named and what the log is to say", async () => {
      await openedRound("plan 1", 1);
      expect((await untrainedRounds(database)).map(({ planHash }) => planHash)).toEqual(["plan 1"]);
      const measured = { holdOut: "one", questions: 7, quality: 0.5, before: 0.25 };
      const seen = await standingOf(database, "head");
      const one = model(1, { measured });
      const other = model(1, { hash: "another", measured });
      const kept = await Promise.all(
        [one, other, one, other].map((made) => keepStep(database, { model: made, seen, canaryShare: 0 }, LIMITS)),
      );
      expect(kept.filter(Boolean)).toHaveLength(1);
      const [made, ...more] = await modelsOf(database, "head", 9);
      expect(more).toEqual([]);
      const [bytes, optimizer] = [Uint8Array.from(made!.bytes), Uint8Array.from(made!.optimizer)];
      expect({ ...made, bytes, optimizer }).toEqual(kept[0] || kept[2] ? one : other);
      expect(await standingOf(database, "head")).toMatchObject({ current: made!.hash, canary: null, lastVersion: 1 });
      expect(await untrainedRounds(database)).toEqual([]);
      expect(await roundOf(database, "plan 1")).toMatchObject({ phase: "published", trained: true });
      expect(await unloggedPublications(database)).toEqual([
        { task: "head", n: 0, outcome: "published", planHash: "plan 1", modelHash: made!.hash },
      ]);
      await markPublicationLogged(database, "head", 0);
      expect(await unloggedPublications(database)).toEqual([]);
      expect(await isPublicationLogged(database, "head", 0)).toBe(true);
    });

    test("keeps no step that another step, or a roll-back, has overtaken", async () => {
      for (const n of [1, 2]) await openedRound(`plan ${n}`, n);
      const before = await standingOf(database, "head");
      expect(await step(model(1))).toBe(true);
      expect(await keepStep(database, { model: model(2), seen: before, canaryShare: 0 }, LIMITS)).toBe(false);
      const between = await standingOf(database, "head");
      expect(await rollBack(database, "head", "model 1", "why")).toBe(true);
      expect(await keepStep(database, { model: model(2), seen: between, canaryShare: 0 }, LIMITS)).toBe(false);
      expect((await untrainedRounds(database)).map(({ planHash }) => planHash)).toEqual(["plan 2"]);
      expect(await step(model(2, { state: "refused", reason: "worse" }))).toBe(true);
      expect(await standingOf(database, "head")).toMatchObject({ current: null, canary: null, lastVersion: 2 });
      expect(await roundOf(database, "plan 2")).toMatchObject({ phase: "opened", trained: true });
    });

    test("rolls back to what a model was made of, past what is rolled back itself", async () => {
      for (const n of [1, 2, 3]) await openedRound(`plan ${n}`, n);
      await step(model(1));
      await step(model(2, { parent: "model 1" }));
      await step(model(3, { parent: "model 2", state: "canary" }), 0.25);
      expect(await standingOf(database, "head")).toMatchObject({
        ...{ current: "model 2", canary: { hash: "model 3", share: 0.25 } },
      });
      // Both fall, since the canary was made of it; whoever comes second finds nothing to do.
      const done = await Promise.all(range(0, 3).map(() => rollBack(database, "head", "model 2", "why")));
      expect(done.filter(Boolean)).toHaveLength(1);
      expect(await standingOf(database, "head")).toMatchObject({ current: "model 1", canary: null });
      expect((await modelsOf(database, "head", 9)).map(({ state }) => state)).toEqual([
        ...["rolled-back", "rolled-back", "published"],
      ]);
      expect(await beforeOf(database, "model 3")).toBe("model 1");
      const worse = { holdOut: "two", questions: 7, quality: 0.125, before: 0.25 };
      expect(await keepRemeasured(database, (await modelOf(database, "model 1"))!, worse, "worse")).toBe(true);
      expect(await modelOf(database, "model 1")).toMatchObject({ state: "rolled-back", measured: worse });
      expect(await standingOf(database, "head")).toMatchObject({ current: null });
      expect((await unloggedPublications(database)).slice(3).map(({ modelHash }) => modelHash)).toEqual([
        ...["model 1", "model 1", null],
      ]);
    });

    test("withdraws what the log says is rolled back, with nothing left to log", async () => {
      for (const n of [1, 2, 3]) await openedRound(`plan ${n}`, n);
      await step(model(1));
      await step(model(2, { parent: "model 1" }));
      await step(model(3, { parent: "model 2", state: "canary" }), 0.25);
      const before = await unloggedPublications(database);
      const logged = (planHash: string) => database.transaction((queries) => rollBackLogged(queries, "head", planHash));
      await logged("another plan");
      expect(await standingOf(database, "head")).toMatchObject({ current: "model 2", canary: { hash: "model 3" } });
      await logged("plan 3");
      expect(await standingOf(database, "head")).toMatchObject({ current: "model 2", canary: null });
      await logged("plan 2");
      await logged("plan 2");
      expect(await standingOf(database, "head")).toMatchObject({ current: "model 1", canary: null });
      await logged("plan 1");
      expect(await standingOf(database, "head")).toMatchObject({ current: null, canary: null });
      for (const { state } of await modelsOf(database, "head", 9)) expect(state).toBe("rolled-back");
      expect(await unloggedPublications(database)).toEqual(before);
    });

    test("lets a canary be for all with the next step, and lets rounds begin or not", async () => {
      for (const n of [1, 2]) await openedRound(`plan ${n}`, n);
      await step(model(1, { state: "canary" }), 0.5);
      expect(await standingOf(database, "head")).toMatchObject({ current: null, canary: { hash: "model 1" } });
      expect(await mayBegin(database, "head", 1_000)).toBe(true);
      await markTrainer(database, "head", 1_000);
      expect(await mayBegin(database, "head", 1_000)).toBe(false);
      expect(await mayBegin(database, "head", 31_000)).toBe(true);
      await step(model(2, { parent: "model 1", state: "refused", reason: "worse" }));
      expect(await standingOf(database, "head")).toMatchObject({ current: "model 1", canary: null, trainerMs: 1_000 });
      expect(await mayBegin(database, "head", 1_000)).toBe(true);
      await setPaused(database, "head", true);
      expect(await mayBegin(database, "head", 1_000)).toBe(false);
      await setPaused(database, "head", false);
      expect(await mayBegin(database, "head", 1_000)).toBe(true);
      expect(await tasksWithRounds(database)).toEqual(["head"]);
    });

    test("is there again when it is opened again", async () => {
      await begin();
      await settle([1, 2]);
      await database.close();
      database = await here.open();
      expect(await roundOf(database, PLAN)).toMatchObject({ count: 2 });
      expect(await vectorOf(database, PLAN, "sum")).toEqual(Uint32Array.of(3));
    });
  });
});

test("a key that was destroyed is in no file any more", async () => {
  const here = KINDS.find(({ name }) => name === "SQLite")!.place();
  const database = await here.open();
  const [row] = await database.all("SELECT file FROM pragma_database_list WHERE name = 'main'");
  const privateKey = "5ec2e7".repeat(10);
  const found = () => ["", "-wal"].filter((suffix) => readFileSync(String(row?.file) + suffix).includes(privateKey));
  await addRound(database, PLAN, "head", 0);
  const make = () => [{ id: 1, kem: "x25519" as const, privateKey, publicKey: "public" }];
  await roundKeys(database, "head", 0, make);
  expect(found()).not.toEqual([]);
  await abandon(database, PLAN, LIMITS);
  expect(found()).toEqual([]);
  await database.close();
  await here.remove();
});

test("only its owner may read a file with keys in it", async () => {
  const here = KINDS.find(({ name }) => name === "SQLite")!.place();
  const database = await here.open();
  const [row] = await database.all("SELECT file FROM pragma_database_list WHERE name = 'main'");
  expect(statSync(String(row?.file)).mode & 0o077).toBe(0);
  await database.close();
  await here.remove();
});

const [, , POSTGRES] = KINDS;
test.skipIf(POSTGRES?.missing !== undefined)(
  "a connection that PostgreSQL ends between two statements fails its transaction, and not the process",
  async () => {
    const here = POSTGRES!.place();
    const database = await here.open();
    const broken = database.transaction(async (queries) => {
      const [row] = await queries.all("SELECT pg_backend_pid() AS pid");
      await database.all("SELECT pg_terminate_backend($1)", row?.pid ?? 0);
      // Nothing is asked of the connection while it ends: whoever listens to it hears of it, and else the process does.
      await new Promise((resolve) => setTimeout(resolve, 300));
      await queries.all("SELECT 1");
    });
    await expect(broken).rejects.toThrow();
    expect(await database.all("SELECT 1 AS one")).toEqual([{ one: 1 }]);
    await database.close();
    await here.remove();
  },
);
