import { number, type Queries, type Row, text, textOrNull } from "./sql.ts";

/** What became of a plan's model, for the log: whoever changes a model writes it down with the change, and the leader has it signed. */
export interface Publication {
  readonly task: string;
  readonly outcome: "published" | "rolled-back";
  /** Of the plan whose model it is. */
  readonly planHash: string;
  /** published: the model. rolled-back: what devices are named instead; null for the zero model. */
  readonly modelHash: string | null;
}

export interface StoredPublication extends Publication {
  /** Counts from 0 within the task; not the place in the log. */
  readonly n: number;
}

/** The task is held: numbers follow one another. */
export async function addPublication(queries: Queries, publication: Publication): Promise<void> {
  const { task, outcome, planHash, modelHash } = publication;
  await queries.run(
    `INSERT INTO publications (task, n, outcome, plan_hash, model_hash, logged)
     VALUES ($1, (SELECT COUNT(*) FROM publications WHERE task = $1), $2, $3, $4, 0)`,
    ...[task, outcome, planHash, modelHash],
  );
}

/** What is not in the log yet, the oldest of each task first. */
export async function unloggedPublications(queries: Queries): Promise<readonly StoredPublication[]> {
  return (await queries.all("SELECT * FROM publications WHERE logged = 0 ORDER BY task, n")).map(publicationFrom);
}

export async function isPublicationLogged(queries: Queries, task: string, n: number): Promise<boolean> {
  const [row] = await queries.all("SELECT logged FROM publications WHERE task = $1 AND n = $2", task, n);
  return row !== undefined && number(row, "logged") === 1;
}

export async function markPublicationLogged(queries: Queries, task: string, n: number): Promise<void> {
  await queries.run("UPDATE publications SET logged = 1 WHERE task = $1 AND n = $2", task, n);
}

function publicationFrom(row: Row): StoredPublication {
  const outcome = text(row, "outcome");
  if (outcome !== "published" && outcome !== "rolled-back") throw new TypeError(`a publication that is ${outcome}`);
  return {
    task: text(row, "task"),
    n: number(row, "n"),
    outcome,
    planHash: text(row, "plan_hash"),
    modelHash: textOrNull(row, "model_hash"),
  };
}
