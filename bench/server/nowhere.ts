import type { Database, Queries, Row, Value } from "../../server/store/sql.ts";

type Rows = Readonly<Record<string, readonly Row[]>>;

/**
 * In place of a database: what a leader asks of one while it takes and adds reports, answered from memory, with no SQL read and nothing kept. Any other
 * statement is an error.
 *
 * @param tables Rows of plans, hpke_keys and rounds, one round's.
 */
export function nowhere(tables: Rows): Database {
  const reports: Row[] = [];
  let taken = 0;
  let batch: readonly Row[] = [];
  let keys = tables.hpke_keys ?? [];
  let sum: Row[string] = null;

  const answers: readonly (readonly [RegExp, (values: readonly Value[]) => readonly Row[]])[] = [
    [/ FROM plans WHERE hash/, () => tables.plans ?? []],
    [/ FROM hpke_keys/, () => keys],
    [/^SELECT sum FROM rounds/, () => [{ sum }]],
    [/ FROM rounds WHERE plan_hash/, () => tables.rounds ?? []],
    [/^SELECT report_id, digest FROM reports/, () => []],
    [/ FROM batches /, () => []],
    [/^SELECT report_id FROM reports .*'pending'/, ([, most]) => reports.slice(taken, taken + Number(most))],
    [/^SELECT report_id, sealed FROM reports/, () => batch],
  ];
  const queries: Queries = {
    forUpdate: "",
    skipLocked: "",
    alone: async () => undefined,
    all: async (sql, ...values) => {
      const answer = answers.find(([statement]) => statement.test(sql));
      if (answer === undefined) throw new Error(`nowhere is asked ${sql}`);
      return answer[1](values);
    },
    run: async (sql, ...values) => {
      if (sql.startsWith("INSERT INTO reports")) reports.push(...inserted(sql, values));
      else if (sql.startsWith("UPDATE rounds SET sum")) sum = values[1] ?? null;
      else if (sql.startsWith("DELETE FROM hpke_keys")) keys = [];
      else if (sql.startsWith("UPDATE reports SET state = 'batched'")) {
        batch = reports.slice(taken, taken + values.length - 2);
        taken += batch.length;
      } else if (!/^(UPDATE (rounds|batches|reports)|INSERT INTO batches|DELETE FROM token_(keys|sessions))/.test(sql))
        throw new Error(`nowhere is told ${sql}`);
      return 1;
    },
  };
  return {
    ...queries,
    transaction: (work) => work(queries),
    forget: async () => undefined,
    close: async () => undefined,
  };
}

function inserted(sql: string, values: readonly Value[]): readonly Row[] {
  const columns = /\(([^)]*)\) VALUES/.exec(sql)?.[1]?.split(", ") ?? [];
  return Array.from({ length: values.length / columns.length }, (_, row) =>
    Object.fromEntries(columns.map((column, at) => [column, values[row * columns.length + at] ?? null])),
  );
}
