import { untrainedRounds } from "./rounds.ts";
import { number, numberOrNull, type Queries, type Row, textOrNull } from "./sql.ts";

/** What a task's devices rank with, and whether rounds begin. */
export interface Standing {
  /** Hash of the model for all devices; null for the zero model. */
  readonly current: string | null;
  /** What a share of devices, above 0 and at most 1, tries instead. */
  readonly canary: { readonly hash: string; readonly share: number } | null;
  readonly paused: boolean;
  /** When a trainer last looked after the task. */
  readonly trainerMs: number | null;
  /** Of the newest model, whatever became of it; 0 before the first. */
  readonly lastVersion: number;
}

/** What the next step goes on from: the newest model that is out. */
export const headOf = ({ current, canary }: Standing): string | null => canary?.hash ?? current;

const SELECT = `SELECT current, canary, canary_share, paused, trainer_ms,
  (SELECT COALESCE(MAX(version), 0) FROM models WHERE models.task = tasks.task) AS last_version FROM tasks WHERE task = $1`;

const NEW_TASK: Standing = { current: null, canary: null, paused: false, trainerMs: null, lastVersion: 0 };

export async function standingOf(queries: Queries, task: string): Promise<Standing> {
  const [row] = await queries.all(SELECT, task);
  return row ? standingFrom(row) : NEW_TASK;
}

/** The task's standing, held until the transaction ends, so that no other changes it meanwhile. */
export async function holdTask(queries: Queries, task: string): Promise<Standing> {
  await addTask(queries, task);
  // Two statements: what the first had to wait for, the second sees.
  await queries.all(`SELECT task FROM tasks WHERE task = $1${queries.forUpdate}`, task);
  return standingOf(queries, task);
}

/** Which models devices are told of; the task is held. */
export async function nameModels(
  queries: Queries,
  task: string,
  { current, canary }: Pick<Standing, "current" | "canary">,
): Promise<void> {
  await queries.run(
    "UPDATE tasks SET current = $2, canary = $3, canary_share = $4 WHERE task = $1",
    ...[task, current, canary?.hash ?? null, canary?.share ?? null],
  );
}

export async function setPaused(queries: Queries, task: string, paused: boolean): Promise<void> {
  await addTask(queries, task);
  await queries.run("UPDATE tasks SET paused = $2 WHERE task = $1", task, Number(paused));
}

/** A trainer that has not been seen for so long is gone: it marks itself every few seconds. */
const GONE_MS = 30_000;

/** Whether the task's next round may begin: nobody has paused it, and no trainer is about to make the model that it would start from. */
export async function mayBegin(queries: Queries, task: string, nowMs: number): Promise<boolean> {
  const { paused, trainerMs } = await standingOf(queries, task);
  if (paused) return false;
  if (trainerMs === null || nowMs - trainerMs >= GONE_MS) return true;
  return (await untrainedRounds(queries)).every((round) => round.task !== task);
}

export async function markTrainer(queries: Queries, task: string, nowMs: number): Promise<void> {
  await addTask(queries, task);
  await queries.run("UPDATE tasks SET trainer_ms = $2 WHERE task = $1", task, nowMs);
}

async function addTask(queries: Queries, task: string): Promise<void> {
  await queries.run("INSERT INTO tasks (task, paused) VALUES ($1, 0) ON CONFLICT (task) DO NOTHING", task);
}

function standingFrom(row: Row): Standing {
  const [canary, share] = [textOrNull(row, "canary"), numberOrNull(row, "canary_share")];
  return {
    current: textOrNull(row, "current"),
    canary: canary === null || share === null ? null : { hash: canary, share },
    paused: number(row, "paused") === 1,
    trainerMs: numberOrNull(row, "trainer_ms"),
    lastVersion: number(row, "last_version"),
  };
}
