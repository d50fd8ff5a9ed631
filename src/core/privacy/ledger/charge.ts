import { DAY_MS, type Ledger, type LedgerLimits, spentOnPlan } from "./ledger.ts";

/** One participation in a plan. */
export interface Charge {
  /** The plan's id. */
  readonly plan: string;
  readonly microRho: number;
  /** The most that the plan may cost one device, over all its participations. */
  readonly planMicroRho: number;
}

/** The limit that stands against a charge. None depends on what the shopper did. */
export type Refusal = "cool-down" | "life" | "plan" | "day";

/** Either way the ledger is to be kept: it knows the time. */
export type Charged =
  | { readonly ok: true; readonly ledger: Ledger }
  | { readonly ok: false; readonly ledger: Ledger; readonly reason: Refusal };

/** The ledger after a charge, or why there is none. `nowMs` may be earlier than it was before. */
export function charge(ledger: Ledger, cost: Charge, limits: LedgerLimits, nowMs: number): Charged {
  if (!(Number.isSafeInteger(cost.microRho) && cost.microRho > 0))
    throw new TypeError(`charge: ${cost.microRho} is not a whole number of micro-rho above 0`);
  const current = at(ledger, nowMs);
  const [day, life, plan] = [current.dayMicroRho, current.spentMicroRho, spentOnPlan(current, cost.plan)].map(
    (spent) => spent + cost.microRho,
  ) as [number, number, number];
  const refuse = (reason: Refusal): Charged => ({ ok: false, ledger: current, reason });
  if (nowMs - current.begunMs < limits.coolDownMs) return refuse("cool-down");
  if (life > limits.lifeMicroRho) return refuse("life");
  if (plan > cost.planMicroRho) return refuse("plan");
  if (day > limits.dayMicroRho) return refuse("day");
  const plans = { ...current.plans, [cost.plan]: plan };
  return { ok: true, ledger: { ...current, plans, spentMicroRho: life, dayMicroRho: day } };
}

/**
 * The ledger at this time. A clock that was moved back makes cool-down and day begin again, with what is spent: it can make a device wait
 * longer, by no more than the two last, and never brings budget back.
 */
function at(ledger: Ledger, nowMs: number): Ledger {
  const begunMs = Math.min(ledger.begunMs, nowMs);
  if (nowMs - ledger.dayMs >= DAY_MS) return { ...ledger, begunMs, dayMs: nowMs, dayMicroRho: 0 };
  return { ...ledger, begunMs, dayMs: Math.min(ledger.dayMs, nowMs) };
}
