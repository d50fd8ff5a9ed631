import { unloggedPublications } from "../store/publications.ts";
import { newestRound, roundOf, type StoredRound, unfinishedRounds } from "../store/rounds.ts";
import { advanceRound } from "./closing.ts";
import type { LeaderContext } from "./context.ts";
import { logPublication, logRound } from "./logging.ts";
import { ensurePlan } from "./planning.ts";
import type { TaskSettings } from "./task.ts";

const PAUSE_MS = 200;
/** After an error: the helper is away, or the database. */
const LONG_PAUSE_MS = 1_000;

/** Moves the rounds of all tasks along, one step after the other, until it is stopped. */
export class Conductor {
  private readonly context: LeaderContext;
  private readonly tasks: readonly TaskSettings[];
  private readonly ended: Promise<void>;
  private stopped = false;
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
      const wells = await Promise.all([
        this.tried("rounds", () => this.rounds()),
        ...this.tasks.map((task) => this.planned(task)),
      ]);
      await this.pause(wells.every(Boolean) ? PAUSE_MS : LONG_PAUSE_MS);
    }
  }

  private planned(settings: TaskSettings): Promise<boolean> {
    return this.tried(settings.task, () => ensurePlan(this.context, settings));
  }

  private async rounds(): Promise<void> {
    const mine = new Set(this.tasks.map(({ task }) => task));
    const rounds = (await unfinishedRounds(this.context.database)).filter(({ task }) => mine.has(task));
    for (const round of rounds) if (!this.stopped) await this.tried(round.task, () => this.advanced(round));
    await this.publications(mine);
  }

  private async advanced(round: StoredRound): Promise<void> {
    const { database, plans } = this.context;
    const known = await plans.get(round.planHash);
    if (known === undefined) throw new Error("a round has no plan");
    await advanceRound(this.context, known, round);
    const now = await roundOf(database, round.planHash);
    if (now?.phase === "opened" || now?.phase === "abandoned") await logRound(this.context, known, now);
  }

  /** In order: one that cannot be logged holds up those of its task that follow. Not beside the rounds, since both want the log's next place. */
  private async publications(mine: Set<string>): Promise<void> {
    const { database, plans } = this.context;
    for (const publication of await unloggedPublications(database)) {
      const { task, planHash } = publication;
      if (!mine.has(task) || this.stopped) continue;
      const known = await plans.get(planHash);
      if (known === undefined) throw new Error("a model has no plan");
      if (!(await this.tried(task, () => logPublication(this.context, known, publication)))) mine.delete(task);
    }
  }

  /** What goes wrong is told and tried again: no error ends the work. */
  private async tried(task: string, work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      this.context.meters.failures.inc({ task });
      this.context.log.warn({ task, error: String(error) }, "to be tried again");
      return false;
    }
  }

  private async pause(ms: number): Promise<void> {
    if (this.stopped) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
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
