import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sha256Hex } from "../../server/crypto/digest.ts";
import { judgedCounter } from "../../server/helper/meters.ts";
import { alone } from "../../server/leader/alone.ts";
import { advanceRound } from "../../server/leader/closing.ts";
import type { LeaderContext } from "../../server/leader/context.ts";
import { helped } from "../../server/leader/helped.ts";
import { Intake } from "../../server/leader/intake.ts";
import { logRound } from "../../server/leader/logging.ts";
import { leaderMeters } from "../../server/leader/meters.ts";
import { ensurePlan } from "../../server/leader/planning.ts";
import type { TaskSettings } from "../../server/leader/task.ts";
import { openedSums } from "../../server/rounds/buckets.ts";
import { KnownPlans } from "../../server/rounds/known-plan.ts";
import { ownBucketKey } from "../../server/store/buckets.ts";
import { roundKeys } from "../../server/store/keys.ts";
import { openStore } from "../../server/store/open.ts";
import { isAgreed, newestAgreed } from "../../server/store/plans.ts";
import { roundOf, vectorOf } from "../../server/store/rounds.ts";
import type { Database } from "../../server/store/sql.ts";
import { TEXT } from "../../server/text.ts";
import type { NamedPlan } from "../../workers/federated/agreed.ts";
import { sealReport } from "../../workers/federated/report.ts";
import { START_MS } from "../system.ts";
import type { Aggregators, Ended } from "./aggregators.ts";
import { helperHere } from "./helper-here.ts";
import { ORIGINS, type Parties, type Role } from "./parties.ts";
import type { Streams } from "./streams.ts";

/** Steps of a round, at most, from its last report to its end in the log. */
const MOST_STEPS = 10;

/**
 * The servers themselves in one process, each on an SQLite file of its own, in mode C the single one: sealed reports, batches, verdicts, noised shares, signed log. Only the
 * network between them is left out, and the seed says what keys and noise are.
 */
export async function servedAggregators(
  settings: TaskSettings,
  parties: Parties,
  streams: Streams,
): Promise<Aggregators> {
  const folder = mkdtempSync(join(tmpdir(), "inkling-simulation-"));
  const open = (role: Role): Promise<Database> => openStore(`sqlite:${join(folder, `${role}.db`)}`, role);
  const stores = { leader: await open("leader"), helper: await open("helper") };
  const { signers } = parties;
  const helper = helperHere({
    ...{ database: stores.helper, plans: new KnownPlans(stores.helper, () => true), signer: signers.helper },
    ...{
      random: streams("helper's noise"),
      origin: ORIGINS.helper,
      leaderKey: signers.leader.publicKey,
      judged: judgedCounter(),
    },
    policy: { leastReports: settings.leastReports, maxEpsilon: settings.maxEpsilon, delta: settings.delta },
  });
  const now = (): number => START_MS;
  const meters = leaderMeters();
  const peer = { helper, origin: ORIGINS.helper, signKey: signers.helper.publicKey };
  const context: LeaderContext = {
    ...{ database: stores.leader, plans: new KnownPlans(stores.leader, isAgreed), signer: signers.leader },
    aggregation: settings.trustMode === "C" ? alone(meters.impossible) : helped(peer, streams("leader's noise")),
    ...{ origin: ORIGINS.leader, claimant: "lab", meters, now, log: SILENT, attestation: { attestation: "none" } },
  };
  const intake = new Intake(stores.leader, context.plans, now, context.meters);
  const sealing = { token: new Uint8Array(), text: TEXT, digest: async (bytes: Uint8Array) => sha256Hex(bytes) };
  let current: NamedPlan | undefined;
  const begin = async (round: number): Promise<NamedPlan> => {
    for (const role of ["leader", "helper"] as const)
      await roundKeys(stores[role], settings.task, round, () => parties.roundKeys(role, round));
    await ensurePlan(context, settings);
    const agreed = await newestAgreed(stores.leader, settings.task);
    const known = agreed && (await context.plans.get(agreed.hash));
    if (known?.plan.round !== round) throw new Error(`round ${round} has no plan`);
    for (const role of known.plan.buckets > 1 ? (["leader", "helper"] as const) : [])
      await ownBucketKey(stores[role], known.hash, () => parties.bucketKey(role, round));
    return known;
  };
  return {
    begin: async (round) => {
      current = await begin(round);
      return current;
    },
    take: async ({ agreed, values, random, times }) => {
      const { bytes } = await sealReport(agreed, values, { ...sealing, random });
      for (let time = 0; time < times; time++) {
        const answer = await intake.take(bytes);
        if (answer !== "accepted") throw new Error(`a report was answered ${answer}`);
      }
    },
    end: async () => {
      if (current === undefined) throw new Error("no round has begun");
      return ended(context, current);
    },
    close: async () => {
      await intake.drained();
      for (const store of Object.values(stores)) await store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

const SILENT = { info: () => undefined, warn: () => undefined };

/** Takes the round to its end in the log, as the conductor does. */
async function ended(context: LeaderContext, { hash }: NamedPlan): Promise<Ended> {
  const known = await context.plans.get(hash);
  for (let step = 0; step < MOST_STEPS && known !== undefined; step++) {
    const round = await roundOf(context.database, hash);
    if (round === undefined) break;
    if (round.phase === "opened") {
      await logRound(context, known, round);
      const values = await vectorOf(context.database, hash, "opened");
      const refused = round.received - round.count;
      if (values !== undefined) return { sums: openedSums(values, known.size, round.count), refused };
    }
    if (round.phase === "abandoned") {
      await logRound(context, known, round);
      return { sums: [], refused: round.received - round.count };
    }
    await advanceRound(context, known, round);
  }
  throw new Error("the round was not opened");
}
