// The measured process: a leader's intake behind its real HTTP server, and what adds its reports up, with a helper that takes everything.

import { sha256Hex } from "../../server/crypto/digest.ts";
import { newSigningKey, signer } from "../../server/crypto/sign.ts";
import { createApp } from "../../server/http/app.ts";
import { addBatch } from "../../server/leader/adding.ts";
import { helped } from "../../server/leader/helped.ts";
import type { Helper } from "../../server/leader/helper.ts";
import { Intake } from "../../server/leader/intake.ts";
import { leaderMeters } from "../../server/leader/meters.ts";
import { reportRoute } from "../../server/leader/report-route.ts";
import { type KnownPlan, KnownPlans, knownPlan } from "../../server/rounds/known-plan.ts";
import { PLATFORM_RANDOM } from "../../server/rounds/noise.ts";
import { destroyKeys, roundKeys } from "../../server/store/keys.ts";
import { openStore } from "../../server/store/open.ts";
import { addPlan, isAgreed } from "../../server/store/plans.ts";
import { addRound } from "../../server/store/rounds.ts";
import type { Database } from "../../server/store/sql.ts";
import { nowhere } from "./nowhere.ts";
import type { Begin, Said, Told } from "./words.ts";

const say = (said: Said): void => void process.send?.(said);
const never = () => Promise.reject(new Error("the bench's helper only judges"));
const helper: Helper = {
  judge: async ({ batchId, reports }) => ({ batchId, accepted: reports.map(() => true) }),
  ...{ keys: never, agree: never, bucketKey: never, close: never, log: never },
};
const peer = { helper, origin: "http://helper.example", signKey: signer(newSigningKey()).publicKey };
const aggregation = helped(peer, PLATFORM_RANDOM);

async function storeOf({ db, schema, keys }: Begin, { stored, plan, hash }: KnownPlan): Promise<Database> {
  if (db !== "nowhere") {
    const database = await openStore(db, schema);
    await addPlan(database, stored, plan);
    await addRound(database, hash, plan.task, plan.round);
    await roundKeys(database, plan.task, plan.round, () => keys);
    return database;
  }
  const round = {
    plan_hash: hash,
    task: plan.task,
    round: plan.round,
    phase: "collecting",
    set_hash: null,
    logged: 0,
    trained: 0,
    buckets_dropped: 0,
    bucket_key: null,
    bucket_commitment: null,
  };
  return nowhere({
    plans: [{ hash, bytes: stored.bytes, signature: "", helper_signature: "", agreed: 1 }],
    hpke_keys: keys.map(({ id, kem, privateKey, publicKey }) => ({
      id,
      kem,
      private_key: privateKey,
      public_key: publicKey,
    })),
    rounds: [{ ...round, received: plan.largestBatch / 2, count: 0 }],
  });
}

async function begin(told: Begin): Promise<(told: Exclude<Told, Begin>) => Promise<void>> {
  const bytes = Buffer.from(told.plan, "base64");
  const known = knownPlan({ hash: sha256Hex(bytes), bytes, signature: "", helperSignature: "", agreed: true });
  const database = await storeOf(told, known);
  const meters = leaderMeters();
  const http = { origins: [], perMinute: 1e9, proxyHops: 0, logger: false as const };
  const app = await createApp({ ...http, name: "leader", about: "", registry: meters.registry, database });
  reportRoute(app, new Intake(database, new KnownPlans(database, isAgreed), Date.now, meters));
  const address = await app.listen({ port: 0, host: "127.0.0.1" });
  say({ tag: "listening", port: Number(new URL(address).port) });

  let mark = process.cpuUsage();
  const seconds = (): number => {
    const { user, system } = process.cpuUsage(mark);
    return (user + system) / 1e6;
  };
  return async (next) => {
    if (next.tag === "mark") mark = process.cpuUsage();
    else if (next.tag === "spent") say({ tag: "spent", seconds: seconds() });
    else if (next.tag === "add") {
      mark = process.cpuUsage();
      for (let batches = 0; batches < next.batches; batches++)
        if (!(await addBatch({ database, aggregation, claimant: "bench", meters, now: Date.now }, known, 1)))
          throw new Error("no reports are left");
      say({ tag: "spent", seconds: seconds() });
    } else if (next.tag === "forget-keys") await destroyKeys(database, known.plan.task, known.plan.round);
    else {
      await app.close();
      await database.close();
      process.disconnect();
    }
  };
}

let heed: ((told: Exclude<Told, Begin>) => Promise<void>) | undefined;
let last: Promise<void> = Promise.resolve();
process.on("message", (told: Told) => {
  last = last.then(async () => {
    if (told.tag === "begin") heed = await begin(told);
    else await heed?.(told);
  });
});
