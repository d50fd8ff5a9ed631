import { BackOff } from "../back-off.ts";
import { Loop } from "../loop.ts";
import { modelOf } from "../store/models.ts";
import { type StoredRound, tasksWithRounds, untrainedRounds } from "../store/rounds.ts";
import { markTrainer, standingOf } from "../store/tasks.ts";
import type { TrainerContext } from "./context.ts";
import { recheck } from "./recheck.ts";
import { trainRound } from "./training.ts";

const PAUSE_MS = 200;
const FAILURE_MS = { first: PAUSE_MS, most: 30_000 };
/** Between two marks that a trainer is at work: the leader looks for them (store/tasks.ts). */
const MARK_MS = 5_000;
/** Between two looks at whether the hold-out questions are newer. */
const RECHECK_MS = 60_000;

/** Makes a model of every opened round in the leader's store, one after the other, until it is stopped. */
export class Trainer {
  private readonly context: TrainerContext;
  private readonly loop: Loop;
  private readonly failures = new BackOff(FAILURE_MS.first, FAILURE_MS.most, () => performance.now());
  private markedMs = Number.NEGATIVE_INFINITY;
  private recheckedMs = Number.NEGATIVE_INFINITY;

  constructor(context: TrainerContext) {
    this.context = context;
    this.loop = new Loop(PAUSE_MS, () => this.tried("turn", "", () => this.turn()));
  }

  /** Ends with the round that is under way. */
  stop(): Promise<void> {
    return this.loop.stop();
  }

  private async turn(): Promise<void> {
    const { database, now } = this.context;
    const tasks = await tasksWithRounds(database);
    if (tasks.length > 0 && now() - this.markedMs >= MARK_MS) {
      for (const task of tasks) await this.mark(task);
      this.markedMs = now();
    }
    if (now() - this.recheckedMs >= RECHECK_MS) {
      for (const task of tasks) await this.tried(`recheck of ${task}`, task, () => recheck(this.context, task));
      this.recheckedMs = now();
    }
    for (const round of await untrainedRounds(database))
      if (!this.loop.stopped) await this.tried(`round of ${round.task}`, round.task, () => this.trained(round));
  }

  private async trained(round: StoredRound): Promise<void> {
    await trainRound(this.context, round);
    await this.show(round.task);
  }

  private async mark(task: string): Promise<void> {
    await markTrainer(this.context.database, task, this.context.now());
    await this.show(task);
  }

  /** What devices rank with changes by a round here, and by the operator elsewhere: for /metrics every few seconds are soon enough. */
  private async show(task: string): Promise<void> {
    const { database, meters } = this.context;
    const { current, canary } = await standingOf(database, task);
    const versionOf = async (hash: string | null) =>
      hash === null ? 0 : ((await modelOf(database, hash))?.version ?? 0);
    meters.version.set({ task }, await versionOf(current));
    meters.canaryVersion.set({ task }, await versionOf(canary?.hash ?? null));
  }

  /** What goes wrong is told and tried again, the later the more often it has: no error ends the work. */
  private async tried(what: string, task: string, work: () => Promise<void>): Promise<void> {
    if (!this.failures.isReady(what)) return;
    try {
      await work();
      this.failures.succeeded(what);
    } catch (error) {
      this.failures.failed(what);
      this.context.meters.failures.inc({ task });
      this.context.log.warn({ task, error: String(error) }, "to be tried again");
    }
  }
}
