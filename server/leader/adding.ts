import { randomBytes } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { addTo } from "../../src/core/privacy/share/share.ts";
import { MAX_BATCH_REPORTS } from "../../src/core/protocol/bounds.ts";
import { LEADER_INFO, parseReport, type Report, reportAad } from "../../src/core/protocol/report.ts";
import { parseShare } from "../../src/core/protocol/share.ts";
import { sha256 } from "../crypto/digest.ts";
import type { KnownPlan } from "../rounds/known-plan.ts";
import { type Openers, openersOf } from "../rounds/openers.ts";
import { claimBatch, releaseBatch, type StoredBatch, settleBatch } from "../store/batches.ts";
import type { OpenedReport } from "./aggregation.ts";
import type { LeaderContext } from "./context.ts";

/** Opened between two looks at what else there is to do. */
const AT_ONCE = 16;
const LEASE_MS = 30_000;

/** What of a leader adds reports up. */
export type Adding = Pick<LeaderContext, "database" | "aggregation" | "claimant" | "meters" | "now">;

/**
 * Takes one batch of at least `least` reports through: own boxes opened, the helper asked which it adds, what is agreed on added up. False where there
 * is no batch to take. A batch that breaks off is taken up again, by whoever comes first, and ends the same. One at a time.
 */
export async function addBatch(context: Adding, known: KnownPlan, least: number): Promise<boolean> {
  const { database, claimant, now } = context;
  const batchId = randomBytes(16).toString("hex");
  const size = { least, most: MAX_BATCH_REPORTS };
  const claim = { planHash: known.hash, ...size, batchId, claimant, nowMs: now(), leaseMs: LEASE_MS };
  const batch = await claimBatch(database, claim);
  if (batch === undefined) return false;
  try {
    await settle(context, known, batch);
  } catch (error) {
    await releaseBatch(database, batch.batchId);
    throw error;
  }
  return true;
}

async function settle(context: Adding, known: KnownPlan, batch: StoredBatch): Promise<void> {
  const opened = await open(context, known, batch);
  context.meters.unopened.inc(batch.reports.length - opened.length);
  const accepted = await context.aggregation.judge(known, batch.batchId, opened);
  const sum = new Uint32Array(known.size);
  for (const { share } of accepted) addTo(sum, share);
  const ids = accepted.map(({ reportId }) => reportId);
  const settlement = { planHash: known.hash, batchId: batch.batchId, accepted: ids, sum, keep: known.plan.buckets > 1 };
  if (await settleBatch(context.database, settlement, known.limits)) context.meters.batches.inc();
}

/** The same reports each time, since their bytes and the keys are: the helper sees a batch as it saw it before. */
async function open({ database }: Adding, known: KnownPlan, batch: StoredBatch): Promise<readonly OpenedReport[]> {
  const openers = await openersOf(database, known, LEADER_INFO);
  const opened: OpenedReport[] = [];
  for (const [at, { reportId, sealed }] of batch.reports.entries()) {
    if (at % AT_ONCE === AT_ONCE - 1) await setImmediate();
    const report = parseReport(sealed);
    const share = shareOf(report, known, openers);
    if (share !== undefined) opened.push({ reportId, share, report });
  }
  return opened;
}

/** What is in the leader's box; undefined for one that does not open, or holds something else. */
export function shareOf(report: Report, { size }: KnownPlan, openers: Openers): Uint32Array | undefined {
  const { keyId, encapsulated, sealed } = report.leader;
  const share = openers.get(keyId)?.(encapsulated, sealed, reportAad(report, sha256(report.token)));
  return share?.length === 4 * size ? parseShare(share, size) : undefined;
}
