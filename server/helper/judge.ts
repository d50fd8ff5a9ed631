import { setImmediate } from "node:timers/promises";
import { expandSeed } from "../../src/core/privacy/share/share.ts";
import { type BatchReport, encodeVerdict, parseBatch } from "../../src/core/protocol/batch.ts";
import { SEED_BYTES } from "../../src/core/protocol/bounds.ts";
import { toHex } from "../../src/core/protocol/hex.ts";
import { HELPER_INFO, reportAad } from "../../src/core/protocol/report.ts";
import { sha256, sha256Hex } from "../crypto/digest.ts";
import type { KnownPlan } from "../rounds/known-plan.ts";
import { type Openers, openersOf } from "../rounds/openers.ts";
import { type JudgedReport, type Judgement, judgeBatch, verdictOf } from "../store/verdicts.ts";
import { type HelperContext, signedPlan } from "./context.ts";
import { Refuse } from "./refuse.ts";

/** Opened between two looks at what else there is to do. */
const AT_ONCE = 32;

/**
 * Opens a batch's boxes, adds what is new to the partial sum, and answers which reports that were: the verdict's bytes, the same whenever the same
 * batch comes. Throws Refuse where the round takes no more.
 */
export async function judge(context: HelperContext, bytes: Uint8Array): Promise<Uint8Array> {
  const batch = parseBatch(bytes);
  const batchId = toHex(batch.batchId);
  const bodyHash = sha256Hex(bytes);
  const earlier = await verdictOf(context.database, batchId);
  if (earlier?.bodyHash === bodyHash) return earlier.verdict;
  const known = await signedPlan(context, toHex(batch.planHash));
  if (known.plan.round !== batch.round) throw new Refuse("the batch names another round");
  const openers = await openersOf(context.database, known, HELPER_INFO);
  const reports: Reading[] = [];
  for (const [at, report] of batch.reports.entries()) {
    if (at % AT_ONCE === AT_ONCE - 1) await setImmediate();
    reports.push(readingOf(report, known, openers));
  }
  const judged = { planHash: known.hash, batchId, bodyHash, reports, size: known.size };
  let judgements: readonly Judgement[] = [];
  const verdict = await judgeBatch(context.database, judged, known.limits, (each) => {
    judgements = each;
    return encodeVerdict({ batchId: batch.batchId, accepted: each.map((judgement) => judgement === "added") });
  });
  if (verdict === undefined) throw new Refuse("the round takes no more reports");
  for (const [at, { unfit }] of reports.entries()) {
    const judgement = judgements[at] ?? "known";
    context.judged.inc({ outcome: judgement === "unfit" ? unfit : judgement });
  }
  return verdict;
}

interface Reading extends JudgedReport {
  /** What to call it where it has no share. */
  readonly unfit: "no-token" | "unopened";
}

/** Nothing is added without the token that the plan asks for: the leader's word for it does not count. */
function readingOf(report: BatchReport, known: KnownPlan, openers: Openers): Reading {
  const reportId = toHex(report.reportId);
  const token = known.checkToken === undefined ? null : known.checkToken(report.token);
  if (token === undefined) return { reportId, share: undefined, kept: null, token: null, unfit: "no-token" };
  const seed = seedOf(report, known, openers);
  const share = seed && expandSeed(seed, known.size);
  return { reportId, share, kept: known.plan.buckets > 1 ? (seed ?? null) : null, token, unfit: "unopened" };
}

/** Undefined for a box that does not open, or holds anything but a seed. */
function seedOf(report: BatchReport, known: KnownPlan, openers: Openers): Uint8Array | undefined {
  const { hashBytes: planHash, plan } = known;
  const aad = reportAad({ planHash, round: plan.round, reportId: report.reportId }, sha256(report.token));
  const seed = openers.get(report.box.keyId)?.(report.box.encapsulated, report.box.sealed, aad);
  return seed?.length === SEED_BYTES ? seed : undefined;
}
