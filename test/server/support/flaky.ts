import type { Database } from "../../../server/store/sql.ts";

class Gone extends Error {}

/** A database whose connection breaks in some transactions, as often before the commit as after it, when the work is done and nobody hears of it. */
export function flaky(database: Database, failing: () => boolean): Database {
  return {
    ...database,
    transaction: async (work) => {
      const before = failing();
      const result = await database.transaction(async (queries) => {
        const done = await work(queries);
        if (before) throw new Gone("before the commit");
        return done;
      });
      if (failing()) throw new Gone("after the commit");
      return result;
    },
  };
}
