import type { Ledger } from "./ledger.ts";

const MOST_PLANS = 10_000;

/** A ledger out of a file or a store; undefined for anything else. */
export function parseLedger(value: unknown): Ledger | undefined {
  if (!isRecord(value) || value.v !== 1 || !isRecord(value.plans)) return undefined;
  const { begunMs, spentMicroRho, dayMs, dayMicroRho } = value;
  if (!(isCount(begunMs) && isCount(spentMicroRho) && isCount(dayMs) && isCount(dayMicroRho))) return undefined;
  const plans = Object.entries(value.plans).filter((entry): entry is [string, number] => isCount(entry[1]));
  if (plans.length > MOST_PLANS || plans.length < Object.keys(value.plans).length) return undefined;
  return { v: 1, begunMs, spentMicroRho, plans: Object.fromEntries(plans), dayMs, dayMicroRho };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A whole number that sums can be made of. */
const isCount = (value: unknown): value is number =>
  typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 2 ** 52;
