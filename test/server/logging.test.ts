import { afterEach, beforeEach, expect, test } from "vitest";
import { sha256Hex } from "../../server/crypto/digest.ts";
import { type Helper, HelperRefused } from "../../server/leader/helper.ts";
import { logPublication, logRound } from "../../server/leader/logging.ts";
import { makePlan, partyOf } from "../../server/leader/task.ts";
import { type KnownPlan, knownPlan } from "../../server/rounds/known-plan.ts";
import { setHashOf } from "../../server/rounds/set-hash.ts";
import { abandon } from "../../server/store/closings.ts";
import { addEntry, entriesFrom } from "../../server/store/entries.ts";
import { addPlan } from "../../server/store/plans.ts";
import { addRound, roundOf, type StoredRound } from "../../server/store/rounds.ts";
import type { Database } from "../../server/store/sql.ts";
import { TEXT } from "../../server/text.ts";
import { PROTOCOL } from "../../src/core/protocol/bounds.ts";
import { entryBytes, FIRST_PREVIOUS, type SignedEntry } from "../../src/core/protocol/log.ts";
import { planBytes } from "../../src/core/protocol/plan.ts";
import { entrySigned } from "../../src/core/protocol/signed.ts";
import { KINDS, type Place } from "./support/databases.ts";
import { HELPER, LEADER, leaderOn } from "./support/leader.ts";
import { TASK } from "./support/pair.ts";

let place: Place;
let database: Database;
let known: KnownPlan;
let abandoned: StoredRound;

beforeEach(async () => {
  place = KINDS.find(({ name }) => name === "SQLite")!.place();
  database = await place.open();
  const key = (digit: string) => [{ id: 1, kem: "x25519" as const, key: digit.repeat(64) }];
  const plan = makePlan(
    TASK,
    { version: 1, round: 0, model: "zero", fromMs: 0 },
    partyOf("http://leader.example", LEADER.publicKey, key("a")),
    partyOf("http://helper.example", HELPER.publicKey, key("b")),
  );
  const bytes = planBytes(plan, TEXT);
  known = knownPlan({ hash: sha256Hex(bytes), bytes, signature: "00", helperSignature: "00", agreed: true });
  await addPlan(database, known.stored, plan);
  await addRound(database, known.hash, plan.task, plan.round);
  await abandon(database, known.hash, known.limits);
  abandoned = (await roundOf(database, known.hash))!;
});
afterEach(async () => {
  await database?.close();
  await place?.remove();
});

const signed = ({ entry }: SignedEntry) => HELPER.sign(entrySigned(entryBytes(entry, TEXT), TEXT));
const leaderWith = (log: Helper["log"]) => leaderOn(database, { log });

test("a leader that knows a round as it was asks for no second entry of it", async () => {
  const asked: number[] = [];
  const one = leaderWith(async (entry) => {
    asked.push(entry.entry.n);
    return signed(entry);
  });
  await logRound(one, known, abandoned);
  await logRound(one, known, abandoned);
  expect(asked).toEqual([0]);
  expect(await entriesFrom(database, "head", 0, 10)).toHaveLength(1);
});

test("a round whose number in the log another entry has taken meanwhile is not taken for logged", async () => {
  const other = { bytes: TEXT.encode("another round's"), leaderSignature: "00", helperSignature: "00" };
  const slow = leaderWith(async (entry) => {
    await addEntry(database, "head", entry.entry.n, other);
    return signed(entry);
  });
  await expect(logRound(slow, known, abandoned)).rejects.toThrow("another entry has this number");
  expect(await roundOf(database, known.hash)).toMatchObject({ logged: false });
});

test("a model that the helper refuses to log is taken for logged only where the log names this very model", async () => {
  const { task, round, sigmaSquared } = known.plan;
  const place = { n: 0, previous: FIRST_PREVIOUS, task, round, planHash: known.hash };
  const told = { sigmaSquared, count: 0, setHash: setHashOf([]), outcome: "published" as const };
  const bytes = entryBytes({ protocol: PROTOCOL, ...place, ...told, modelHash: "a".repeat(64) }, TEXT);
  await addEntry(database, task, 0, { bytes, leaderSignature: "00", helperSignature: "00" });
  const refusing = leaderWith(() => Promise.reject(new HelperRefused("/v1/log", "a model of it is in the log")));
  const publication = (modelHash: string) => ({
    task,
    n: 0,
    outcome: "published" as const,
    planHash: known.hash,
    modelHash,
  });
  await logPublication(refusing, known, publication("a".repeat(64)));
  await expect(logPublication(refusing, known, publication("b".repeat(64)))).rejects.toThrow(HelperRefused);
});
