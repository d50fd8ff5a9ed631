import type { Consent, ContributionStatus, SentReport } from "../../src/core/bridge/protocol.ts";
import { DEVICE_LIMITS } from "../../src/core/privacy/ledger/limits.ts";
import type { ReportEntry } from "../store/store.ts";
import type { Keeper } from "./keeper.ts";

/** What this device contributes, as far as its store tells. */
export async function contributionStatus(
  { store, state }: Pick<Keeper, "store" | "state">,
  consent: Consent,
  paused: boolean,
  now: number,
): Promise<ContributionStatus> {
  const kept = await store.contributed().catch(() => undefined);
  const why = whyOff(consent, paused, kept !== undefined && state === "indexeddb");
  const spentMicroRho = kept?.ledger?.spentMicroRho ?? 0;
  const next = kept?.nextMs ?? 0;
  return {
    state: why === "" ? "on" : "off",
    why,
    due: why === "" && next <= now,
    next,
    spentMicroRho,
    leftMicroRho: Math.max(0, DEVICE_LIMITS.lifeMicroRho - spentMicroRho),
    tokens: kept?.tokens ?? 0,
    reports: (kept?.reports ?? []).map(sentReport),
  };
}

function whyOff({ store, contribute }: Consent, paused: boolean, hasStore: boolean): string {
  if (!contribute || store !== true) return "no consent";
  if (paused) return "paused";
  return hasStore ? "" : "no storage";
}

const sentReport = ({ atMs, sentMs, to, task, round, bytes, blocks, microRho, fate }: ReportEntry): SentReport => ({
  at: atMs,
  ...(sentMs !== undefined && { sentAt: sentMs }),
  to,
  task,
  round,
  bytes,
  blocks,
  microRho,
  fate,
});
