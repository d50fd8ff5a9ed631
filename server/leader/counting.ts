import { Gauge, type Registry } from "prom-client";
import { Loop } from "../loop.ts";
import { addCounts, countsFrom, forgetCountsBefore, type ReportCount } from "../store/counts.ts";
import type { Database, Queries } from "../store/sql.ts";
import type { Meters } from "./meters.ts";

/** What is kept, and shown: whole hours of so many days. */
export const COUNTED_DAYS = 30;
const HOUR_MS = 3_600_000;
const PAUSE_MS = 2_000;

/** What all processes on this store have answered in the last COUNTED_DAYS. */
export const recentCounts = (queries: Queries, nowMs: number): Promise<readonly ReportCount[]> =>
  countsFrom(queries, firstHour(nowMs));

const hourOf = (nowMs: number): number => Math.floor(nowMs / HOUR_MS);
const firstHour = (nowMs: number): number => hourOf(nowMs) - 24 * COUNTED_DAYS;

/** Adds what this process has counted (`meters.reports`) to the store every two seconds, where it comes to one figure with what others have. A kill loses two seconds of it; where the store's answer is lost, what was handed over is added again. */
export class Counting {
  private readonly database: Database;
  private readonly meters: Meters;
  private readonly now: () => number;
  /** What of this process's counts the store has. */
  private readonly handed = new Map<string, number>();
  private forgottenIn = 0;
  private loop: Loop | undefined;

  constructor(database: Database, meters: Meters, now: () => number) {
    this.database = database;
    this.meters = meters;
    this.now = now;
  }

  start(): void {
    // A store that is away has them later: what was not taken is still to be handed over.
    this.loop = new Loop(PAUSE_MS, () => this.handOver().catch(() => undefined));
  }

  /** Ends with what was counted last. */
  async stop(): Promise<void> {
    await this.loop?.stop();
    await this.handOver().catch(() => undefined);
  }

  private async handOver(): Promise<void> {
    const { values } = await this.meters.reports.get();
    const fresh = values.flatMap(({ labels: { answer = "", reason = "" }, value }) => {
      const reports = value - (this.handed.get(`${answer} ${reason}`) ?? 0);
      return reports > 0 ? [{ answer: String(answer), reason: String(reason), reports }] : [];
    });
    if (fresh.length === 0) return;
    const hour = hourOf(this.now());
    await addCounts(this.database, hour, fresh);
    for (const { answer, reason, reports } of fresh) {
      const key = `${answer} ${reason}`;
      this.handed.set(key, (this.handed.get(key) ?? 0) + reports);
    }
    if (hour === this.forgottenIn) return;
    await forgetCountsBefore(this.database, firstHour(this.now()));
    this.forgottenIn = hour;
  }
}

/** Shows at /metrics what is in the store: the same at every process. */
export function meterCounts(registry: Registry, database: Database, now: () => number): void {
  new Gauge({
    name: "inkling_recent_reports",
    help: `Reports of the last ${COUNTED_DAYS} days by the answer they got and why, of all processes on this store`,
    labelNames: ["answer", "reason"],
    registers: [registry],
    async collect() {
      // Without the store there are the process's own figures yet.
      const counts = await recentCounts(database, now()).catch(() => []);
      this.reset();
      for (const { reports, ...labels } of counts) this.set(labels, reports);
    },
  });
}
