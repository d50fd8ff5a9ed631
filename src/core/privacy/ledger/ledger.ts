/**
 * What one browser storage has given away so far, in whole millionths of zCDP's rho. A plain record, kept in one transaction with what is sent:
 * it is charged first, so that a crash may waste budget and never overspends.
 */
export interface Ledger {
  readonly v: 1;
  /** When it began, in milliseconds since the epoch: its cool-down counts from here. */
  readonly begunMs: number;
  /** Of all plans together, for life. */
  readonly spentMicroRho: number;
  /** Of each plan, by its id. */
  readonly plans: Readonly<Record<string, number>>;
  /** When the day that is counted began. */
  readonly dayMs: number;
  readonly dayMicroRho: number;
}

/** What a device allows, whoever asks. */
export interface LedgerLimits {
  /** How long a new ledger is charged nothing. */
  readonly coolDownMs: number;
  readonly dayMicroRho: number;
  readonly lifeMicroRho: number;
}

export const DAY_MS: number = 24 * 60 * 60 * 1_000;

/** A ledger that begins now: in its cool-down, with what was spent before it, in all and on each plan. */
export const newLedger = (nowMs: number, spentMicroRho = 0, plans: Ledger["plans"] = {}): Ledger => ({
  v: 1,
  begunMs: nowMs,
  spentMicroRho,
  plans,
  dayMs: nowMs,
  dayMicroRho: 0,
});

export const spentOnPlan = ({ plans }: Ledger, plan: string): number => (Object.hasOwn(plans, plan) ? plans[plan]! : 0);
