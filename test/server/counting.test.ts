import { expect, test } from "vitest";
import { Counting, recentCounts } from "../../server/leader/counting.ts";
import { leaderMeters } from "../../server/leader/meters.ts";
import type { Database } from "../../server/store/sql.ts";
import { KINDS } from "./support/databases.ts";

const HOUR = 3_600_000;
const NOW = 500_000 * HOUR;

test("what two processes count comes to one figure, each report once, whatever the store refuses on the way", async () => {
  const here = KINDS.find(({ name }) => name === "SQLite")!.place();
  const database = await here.open();
  let refusals = 1;
  const unwilling: Database = {
    ...database,
    run: (sql, ...values) =>
      refusals-- > 0 ? Promise.reject(new Error("the store is away")) : database.run(sql, ...values),
  };
  const [mine, others] = [leaderMeters(), leaderMeters()];
  const [one, other] = [new Counting(unwilling, mine, () => NOW), new Counting(database, others, () => NOW)];
  const malformed = { answer: "rejected", reason: "malformed" };
  mine.reports.inc(malformed, 2);
  await one.stop();
  expect(await recentCounts(database, NOW)).toEqual([]);
  mine.reports.inc(malformed);
  mine.reports.inc({ answer: "accepted", reason: "kept" });
  others.reports.inc(malformed, 4);
  for (const each of [one, other, one, other]) await each.stop();
  const counts = [
    { answer: "accepted", reason: "kept", reports: 1 },
    { ...malformed, reports: 7 },
  ];
  expect(await recentCounts(database, NOW)).toEqual(counts);
  // Thirty days and an hour later they are no longer shown, and are gone once anything is counted.
  const late = NOW + 30 * 24 * HOUR;
  expect(await recentCounts(database, late)).toEqual(counts);
  expect(await recentCounts(database, late + HOUR)).toEqual([]);
  const next = new Counting(database, mine, () => late + HOUR);
  await next.stop();
  expect(await database.all("SELECT DISTINCT hour FROM report_counts")).toEqual([{ hour: (late + HOUR) / HOUR }]);
  await database.close();
  await here.remove();
});
