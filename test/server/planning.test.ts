import { expect, test } from "vitest";
import { HelperRefused } from "../../server/leader/helper.ts";
import { ensurePlan } from "../../server/leader/planning.ts";
import { newRoundKeys } from "../../server/rounds/openers.ts";
import { TEXT } from "../../server/text.ts";
import { planSigned } from "../../src/core/protocol/signed.ts";
import { KINDS } from "./support/databases.ts";
import { HELPER, leaderOn } from "./support/leader.ts";
import { TASK } from "./support/pair.ts";

test("of two leaders that begin a task at once, the slower follows the faster one's plan and begins no round beside it", async () => {
  const place = KINDS.find(({ name }) => name === "SQLite")!.place();
  const database = await place.open();
  const agree = async (plan: Uint8Array) => HELPER.sign(planSigned(plan, TEXT));
  const keys = async () => newRoundKeys().map(({ id, kem, publicKey }) => ({ id, kem, key: publicKey }));
  const fast = leaderOn(database, { agree, keys });
  const slow = leaderOn(database, {
    agree,
    keys: async (_task, round) => {
      // By now the helper has signed the other's plan, and its round has been.
      if (round > 0) return keys();
      await ensurePlan(fast, TASK);
      throw new HelperRefused("/v1/keys", "the round has been");
    },
  });
  try {
    await ensurePlan(slow, TASK);
    expect(await database.all("SELECT version FROM plans")).toEqual([{ version: 1 }]);
    expect(await database.all("SELECT round, phase FROM rounds")).toEqual([{ round: 0, phase: "collecting" }]);
  } finally {
    await database.close();
    await place.remove();
  }
});
