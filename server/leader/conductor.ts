import { RefusedError } from "../../src/core/protocol/refusal.ts";
import { BackOff } from "../back-off.ts";
import { Loop } from "../loop.ts";
import type { KnownPlan } from "../rounds/known-plan.ts";
import { type StoredPublication, unloggedPublications } from "../store/publications.ts";
import { newestRound, roundOf, type StoredRound, unfinishedRounds } from "../store/rounds.ts";
import { advanceRound } from "./closing.ts";
import type { LeaderContext } from "./context.ts";
import { HelperRefused } from "./helper.ts";
import { logPublication, logRound } from "./logging.ts";
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
  private readonly loop: Loop;
  private readonly failures = new BackOff(FAILURE_MS.first, FAILURE_MS.most, monotonic);
  private readonly refusals = new BackOff(REFUSAL_MS.first, REFUSAL_MS.most, monotonic);
  /** Once, as it starts: a task that comes later is one that another leader has been started with. */
  private hasRetired = false;

  constructor(context: LeaderContext, tasks: readonly TaskSettings[]) {
    this.context = context;
    this.tasks = tasks;
    this.loop = new Loop(PAUSE_MS, () => this.turn());
  }

  /** Ends with the step that is under way. */
  stop(): Promise<void> {
    return this.loop.stop();
  }

  private async turn(): Promise<void> {
    await Promise.all([
      this.tried("rounds", "rounds", () => this.rounds()),
      ...this.tasks.map((settings) =>
        this.tried(`plan of ${settings.task}`, settings.task, () => ensurePlan(this.context, settings)),
      ),
    ]);
  }

  private async rounds(): Promise<void> {
    const mine = new Set(this.tasks.map(({ task }) => task));
    if (!this.hasRetired) await retireOthers(this.context, mine);
    this.hasRetired = true;
    for (const round of await unfinishedRounds(this.context.database))
      if (!this.loop.stopped && (mine.has(round.task) || isEnded(round)))
        await this.tried(`round of ${round.task}`, round.task, () => this.advanced(round));
    await this.publications();
  }

  private async advanced(round: StoredRound): Promise<void> {
    const { database, plans } = this.context;
    const known = await plans.get(round.planHash);
    if (known === undefined) throw new Error("a round has no plan");
    if (!this.runs(known)) return;
    await advanceRound(this.context, known, round);
    const now = await roundOf(database, round.planHash);
    if (now !== undefined && isEnded(now)) await logRound(this.context, known, now);
  }

  /** In order: one that cannot be logged holds up those of its task that follow. Not beside the rounds, since both want the log's next place. */
  private async publications(): Promise<void> {
    const logged = new Map<string, boolean>();
    for (const publication of await unloggedPublications(this.context.database)) {
      const { task } = publication;
      if (this.loop.stopped || logged.get(task) === false) continue;
      logged.set(task, false);
      await this.tried(`model of ${task}`, task, async () => {
        await this.publication(publication);
        logged.set(task, true);
      });
    }
  }

  private async publication(publication: StoredPublication): Promise<void> {
    const known = await this.context.plans.get(publication.planHash);
    if (known === undefined) throw new Error("a model has no plan");
    if (this.runs(known)) await logPublication(this.context, known, publication);
  }

  /** What is left of a task of another trust mode is logged by who signs that log, once they run on this store again. */
  private runs({ plan }: KnownPlan): boolean {
    return this.context.aggregation.trustModes.includes(plan.trustMode);
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
}

/** Whether the task's newest round takes reports at this time. */
export async function isCollecting({ database, plans, now }: LeaderContext, task: string): Promise<boolean> {
  const round = await newestRound(database, task);
  if (round?.phase !== "collecting") return false;
  const known = await plans.get(round.planHash);
  return known !== undefined && now() < known.plan.epoch.until && round.received < known.limits.largestBatch;
}
