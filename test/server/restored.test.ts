import { afterEach, expect, test } from "vitest";
import { abandonOpenRounds } from "../../server/restored.ts";
import { entriesFrom } from "../../server/store/entries.ts";
import { roundOf, vectorOf } from "../../server/store/rounds.ts";
import { toHex } from "../../src/core/protocol/hex.ts";
import { device, type Fetched, fetchPlan, fetchTask, send } from "./support/device.ts";
import { Pair, until } from "./support/pair.ts";

let pair: Pair;
afterEach(() => pair?.remove());

const collecting = async (least: number): Promise<Fetched> =>
  until(async () => {
    const answer = await fetchTask(pair.leader, "head");
    if (answer.state !== "collecting" || answer.plan === null) return undefined;
    const fetched = await fetchPlan(pair.leader, answer.plan);
    return fetched.plan.round >= least ? fetched : undefined;
  });

async function fill(fetched: Fetched, count: number): Promise<void> {
  const from = await device(fetched);
  for (let n = 0; n < count; n++) {
    const { bytes } = await from.report([new Array<number>(19).fill(0.1), [1, 0, 0, 0, 0]]);
    expect(await send(pair.leader, bytes)).toBe("accepted");
  }
}

test("a leader restored from a backup opens nothing that was open then, takes the log over, and goes on", async () => {
  pair = await new Pair().open();
  const first = await collecting(0);
  await fill(first, 70);
  const openCopy = await pair.backup("leader");
  // Life goes on after the backup: this round is opened, and the next one begins.
  await fill(first, 50);
  const second = await collecting(1);
  expect(await roundOf(pair.leaderStore, toHex(first.hash))).toMatchObject({ phase: "opened", count: 120 });

  await pair.replaceLeader(openCopy);
  const restored = await openCopy();
  const helper = { signKey: pair.helperSigner.publicKey, address: pair.helper };
  await abandonOpenRounds(restored, pair.leaderSigner.publicKey, helper);
  expect(await roundOf(restored, toHex(first.hash))).toMatchObject({ phase: "abandoned", logged: true });
  for (const vector of ["sum", "noised", "opened"] as const)
    expect(await vectorOf(restored, toHex(first.hash), vector)).toBeUndefined();
  const log = await entriesFrom(pair.helperStore, "head", 0, 10);
  expect(await entriesFrom(restored, "head", 0, 10)).toEqual(log);
  expect(log).toHaveLength(1);
  await restored.close();

  // The helper has had round 1, of which this leader knows nothing any more: the next is another.
  await pair.openLeader();
  const third = await collecting(2);
  expect(toHex(third.hash)).not.toBe(toHex(second.hash));
  await fill(third, 120);
  const done = await until(async () => {
    const round = await roundOf(pair.leaderStore, toHex(third.hash));
    return round?.logged ? round : undefined;
  });
  expect(done).toMatchObject({ phase: "opened", count: 120 });
  expect(await entriesFrom(pair.leaderStore, "head", 0, 10)).toEqual(
    await entriesFrom(pair.helperStore, "head", 0, 10),
  );
});
