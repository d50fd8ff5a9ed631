import type { Answer } from "../../src/core/protocol/answer.ts";
import { toHex } from "../../src/core/protocol/hex.ts";
import { type Reason, RefusedError } from "../../src/core/protocol/refusal.ts";
import { parseReport, type Report } from "../../src/core/protocol/report.ts";
import type { KnownPlan, KnownPlans } from "../rounds/known-plan.ts";
import { type Incoming, type Kept, keepReports } from "../store/reports.ts";
import type { Database } from "../store/sql.ts";
import { fitting, type Misfit } from "./admit.ts";
import { fingerprint } from "./fingerprint.ts";
import type { Meters } from "./meters.ts";

/** What became of a report: the answer goes out, the reason is counted. */
export interface Outcome {
  readonly answer: Answer;
  readonly reason: Reason | Misfit | Kept | "unknown-plan" | "early" | "busy" | "store";
}

/** Reports committed together, at most; while one group is written the next gathers. */
const GROUP = 128;
/** Reports waiting to be written, beyond which devices are sent away: some 64 MB of the largest usual ones. */
const MOST_WAITING = 1_024;
/** A report before its plan's time is a clock that runs ahead. */
const EARLY_MS = 60_000;

const ANSWERS: Readonly<Record<Kept, Answer>> = {
  kept: "accepted",
  known: "accepted",
  clash: "rejected",
  replayed: "rejected",
  closed: "refetch-plan",
};

interface Waiting {
  readonly incoming: Incoming;
  readonly known: KnownPlan;
  readonly settle: (outcome: Outcome) => void;
}

/** Takes reports: looks at each, writes them down in groups, and answers once they are on the disk. */
export class Intake {
  private readonly database: Database;
  private readonly plans: KnownPlans;
  private readonly now: () => number;
  private readonly meters: Meters;
  private waiting: Waiting[] = [];
  private writing: Promise<void> | undefined;

  constructor(database: Database, plans: KnownPlans, now: () => number, meters: Meters) {
    this.database = database;
    this.plans = plans;
    this.now = now;
    this.meters = meters;
  }

  /** Never rejects: whatever the bytes are, there is an answer to them. */
  async take(bytes: Uint8Array): Promise<Answer> {
    const { answer, reason } = await this.outcome(bytes);
    this.meters.reports.inc({ answer, reason });
    return answer;
  }

  /** Ends when everything that waits has been written. */
  async drained(): Promise<void> {
    while (this.writing !== undefined) await this.writing;
  }

  private async outcome(bytes: Uint8Array): Promise<Outcome> {
    try {
      const report = parseReport(bytes);
      const known = await this.plans.get(toHex(report.planHash));
      if (known === undefined) return { answer: "refetch-plan", reason: "unknown-plan" };
      return this.ofPlan(bytes, report, known);
    } catch (error) {
      if (error instanceof RefusedError) return { answer: "rejected", reason: error.reason };
      return { answer: "retry-later", reason: "store" };
    }
  }

  private ofPlan(bytes: Uint8Array, report: Report, known: KnownPlan): Outcome | Promise<Outcome> {
    const fits = fitting(report, known);
    if (typeof fits === "string") return { answer: "rejected", reason: fits };
    if (this.now() < known.plan.epoch.from - EARLY_MS) return { answer: "retry-later", reason: "early" };
    if (this.waiting.length >= MOST_WAITING) return { answer: "retry-later", reason: "busy" };
    const { token } = fits;
    const incoming = { reportId: toHex(report.reportId), digest: fingerprint(report), token, sealed: bytes };
    return new Promise((settle) => {
      this.waiting.push({ incoming, known, settle });
      this.writing ??= this.write();
    });
  }

  private async write(): Promise<void> {
    // Those that came with the same turn of the event loop belong to the first group.
    await new Promise<void>((resolve) => setImmediate(resolve));
    while (this.waiting.length > 0) {
      const [first] = this.waiting;
      const ofOne = this.waiting.filter(({ known }) => known.hash === first?.known.hash).slice(0, GROUP);
      const taken = new Set(ofOne);
      this.waiting = this.waiting.filter((one) => !taken.has(one));
      if (first !== undefined) await this.writeGroup(first.known, ofOne);
    }
    this.writing = undefined;
  }

  private async writeGroup({ hash, plan, limits }: KnownPlan, group: readonly Waiting[]): Promise<void> {
    const stop = this.meters.commitSeconds.startTimer();
    this.meters.commitReports.observe(group.length);
    try {
      const incoming = group.map((waiting) => waiting.incoming);
      const kept = await keepReports(this.database, hash, incoming, limits, this.now() < plan.epoch.until);
      group.forEach(({ settle }, at) => {
        const reason = kept[at] ?? "closed";
        settle({ answer: ANSWERS[reason], reason });
      });
    } catch {
      for (const { settle } of group) settle({ answer: "retry-later", reason: "store" });
    }
    stop();
  }
}
