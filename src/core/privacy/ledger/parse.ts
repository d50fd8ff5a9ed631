import type { Ledger } from "./ledger.ts";

const MOST_PLANS = 10_000;

/** A ledger out of a file or a store; undefined for anything else. */
export function parseLedger(value: unknown): Ledger | undefined {
  if (!isRecord(value) || value.v !== 1) return undefined;
  const { begunMs, spentMicroRho, dayMs, dayMicroRho } = value;
  if (!(isCount(begunMs) && isCount(spentMicroRho) && isCount(dayMs) && isCount(dayMicroRho))) return undefined;
  const plans = parsePlans(value.plans);
  return plans && { v: 1, begunMs, spentMicroRho, plans, dayMs, dayMicroRho };
}

/** What was spent on each plan, by its id; undefined for anything else. */
export function parsePlans(value: unknown): Ledger["plans"] | undefined {
  if (!isRecord(value)) return undefined;
  const plans = Object.entries(value);
  if (plans.length > MOST_PLANS || !plans.every((entry): entry is [string, number] => isCount(entry[1])))
    return undefined;
  return Object.fromEntries(plans);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A whole number that sums can be made of. */
const isCount = (value: unknown): value is number =>
  typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 2 ** 52;
