import { RefusedError } from "../../src/core/protocol/refusal.ts";
import { newestRound, roundOf, type StoredRound, unfinishedRounds } from "../store/rounds.ts";
import { BackOff } from "./back-off.ts";
import { advanceRound } from "./closing.ts";
import type { LeaderContext } from "./context.ts";
import { HelperRefused } from "./helper.ts";
import { logRound } from "./logging.ts";
import { ensurePlan } from "./planning.ts";
import { retireOthers } from "./retiring.ts";
import type { TaskSettings } from "./task.ts";

const PAUSE_MS = 200;
/** The helper is away, or the database. */
const FAILURE_MS = { first: PAUSE_MS, most: 2_000 };
/** The helper will not, or the task's settings cannot be: somebody has to change something. */
const REFUSAL_MS = { first: 1_000, most: 300_000 };

const isEnded = ({ phase }: StoredRound): boolean => phase === "opened" || phase === "abandoned";
const monotonic = (): number => performance.now();

/** Moves the rounds of all tasks along, one step after the other, until it is stopped. */
export class Conductor {
  private readonly context: LeaderContext;
  private readonly tasks: readonly TaskSettings[];
  private readonly ended: Promise<void>;
  private readonly failures = new BackOff(FAILURE_MS.first, FAILURE_MS.most, monotonic);
  private readonly refusals = new BackOff(REFUSAL_MS.first, REFUSAL_MS.most, monotonic);
  private stopped = false;
  /** Once, as it starts: a task that comes later is one that another leader has been started with. */
  private hasRetired = false;
  private wake: () => void = () => undefined;

  constructor(context: LeaderContext, tasks: readonly TaskSettings[]) {
    this.context = context;
    this.tasks = tasks;
    this.ended = this.run();
  }

  /** Ends with the step that is under way. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.wake();
    await this.ended;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      await Promise.all([
        this.tried("rounds", "rounds", () => this.rounds()),
        ...this.tasks.map((settings) =>
          this.tried(`plan of ${settings.task}`, settings.task, () => ensurePlan(this.context, settings)),
        ),
      ]);
      await this.pause();
    }
  }

  private async rounds(): Promise<void> {
    const mine = new Set(this.tasks.map(({ task }) => task));
    if (!this.hasRetired) await retireOthers(this.context, mine);
    this.hasRetired = true;
    for (const round of await unfinishedRounds(this.context.database))
      if (!this.stopped && (mine.has(round.task) || isEnded(round)))
        await this.tried(`round of ${round.task}`, round.task, () => this.advanced(round));
  }

  private async advanced(round: StoredRound): Promise<void> {
    const { database, plans } = this.context;
    const known = await plans.get(round.planHash);
    if (known === undefined) throw new Error("a round has no plan");
    await advanceRound(this.context, known, round);
    const now = await roundOf(database, round.planHash);
    if (now !== undefined && isEnded(now)) await logRound(this.context, known, now);
  }

  /** What goes wrong is told and tried again, the later the more often it has: no error ends the work. */
  private async tried(what: string, task: string, work: () => Promise<void>): Promise<void> {
    if (!this.failures.isReady(what) || !this.refusals.isReady(what)) return;
    try {
      await work();
      this.failures.succeeded(what);
      this.refusals.succeeded(what);
    } catch (error) {
      const isRefusal = error instanceof HelperRefused || error instanceof RefusedError;
      (isRefusal ? this.refusals : this.failures).failed(what);
      this.context.meters.failures.inc({ task });
      this.context.log.warn({ task, error: String(error) }, "to be tried again");
    }
  }

  private async pause(): Promise<void> {
    if (this.stopped) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, PAUSE_MS);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** Whether the task's newest round takes reports at this time. */
export async function isCollecting({ database, plans, now }: LeaderContext, task: string): Promise<boolean> {
  const round = await newestRound(database, task);
  if (round?.phase !== "collecting") return false;
  const known = await plans.get(round.planHash);
  return known !== undefined && now() < known.plan.epoch.until && round.received < known.limits.largestBatch;
}
