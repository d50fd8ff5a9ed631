import { type Ledger, newLedger, spentOnPlan } from "./ledger.ts";

/** A device's ledger after an import that brings another: of every figure the larger, and the later beginnings. */
export function withImported(own: Ledger, imported: Ledger): Ledger {
  const ids = [...Object.keys(own.plans), ...Object.keys(imported.plans)];
  return {
    v: 1,
    begunMs: Math.max(own.begunMs, imported.begunMs),
    spentMicroRho: Math.max(own.spentMicroRho, imported.spentMicroRho),
    plans: Object.fromEntries(ids.map((id) => [id, Math.max(spentOnPlan(own, id), spentOnPlan(imported, id))])),
    dayMs: Math.max(own.dayMs, imported.dayMs),
    dayMicroRho: Math.max(own.dayMicroRho, imported.dayMicroRho),
  };
}

/** What erasing leaves: what was spent, in all and on each plan, in a new cool-down. A plan's cap holds for the life of the storage. */
export const erased = ({ spentMicroRho, plans }: Ledger, nowMs: number): Ledger =>
  newLedger(nowMs, spentMicroRho, plans);
