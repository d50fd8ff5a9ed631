import type { Consent, ContributionStatus, SentReport, StorageState } from "../../src/core/bridge/protocol.ts";
import { DEVICE_LIMITS } from "../../src/core/privacy/ledger/limits.ts";
import type { ReportEntry } from "../store/store.ts";
import type { Keeper } from "./keeper.ts";
import type { SharedModel } from "./shared.ts";

/** Looks and sendings are drawn at most nine hours ahead (workers/federated/pace.ts): what is farther was drawn by a clock that was ahead. */
const FARTHEST_MS = 12 * 3_600_000;

/** What this device contributes, as far as its store tells. `why`: it contributes nothing, if it does not. */
export async function contributionStatus(
  { store }: Pick<Keeper, "store">,
  why: string,
  shared: SharedModel,
  now: number,
): Promise<ContributionStatus> {
  const kept = await store.contributed().catch(() => undefined);
  const spentMicroRho = kept?.ledger?.spentMicroRho ?? 0;
  const next = kept?.nextMs ?? 0;
  return {
    state: why === "" ? "on" : "off",
    why,
    due: why === "" && (next <= now || next > now + FARTHEST_MS),
    next,
    spentMicroRho,
    leftMicroRho: Math.max(0, DEVICE_LIMITS.lifeMicroRho - spentMicroRho),
    tokens: kept?.tokens ?? 0,
    reports: (kept?.reports ?? []).map(sentReport),
    model: shared.status(why),
  };
}

/** Why a device contributes nothing; empty where it does. */
export function whyOff({ store, contribute }: Consent, paused: boolean, state: StorageState): string {
  if (!contribute || store !== true) return "no consent";
  if (paused) return "paused";
  return state === "indexeddb" ? "" : "no storage";
}

const sentReport = ({ atMs, sentMs, id: _, plan: __, ...told }: ReportEntry): SentReport => ({
  at: atMs,
  ...(sentMs !== undefined && { sentAt: sentMs }),
  ...told,
});
