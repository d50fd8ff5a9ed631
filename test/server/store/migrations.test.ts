import { expect, test } from "vitest";
import { addRound } from "../../../server/store/rounds.ts";
import { KINDS } from "../support/databases.ts";

/** PGlite takes half a minute to open twice, and runs PostgreSQL's statements. */
const HERE = KINDS.filter(({ name, missing }) => name !== "PGlite" && missing === undefined);

test.each(HERE)(
  "a store from before buckets is brought to them: $name",
  async ({ place }) => {
    const here = place();
    try {
      const before = await here.open();
      for (const column of ["bucket_key", "bucket_commitment", "buckets_dropped"])
        await before.run(`ALTER TABLE rounds DROP COLUMN ${column}`);
      await before.run("ALTER TABLE batches DROP COLUMN claimed_by");
      await before.run("DROP TABLE report_counts");
      // What came before has the ids 0 to 3.
      await before.run("DELETE FROM migrations WHERE id > 3");
      await addRound(before, "a".repeat(64), "head", 0);
      await before.close();
      const database = await here.open();
      const columns = "bucket_key, bucket_commitment, buckets_dropped";
      const rows = await database.all(`SELECT ${columns} FROM rounds`);
      expect(rows).toEqual([{ bucket_key: null, bucket_commitment: null, buckets_dropped: 0 }]);
      await database.close();
    } finally {
      await here.remove();
    }
  },
  60_000,
);
