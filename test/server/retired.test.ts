import { afterEach, expect, test } from "vitest";
import { roundKeys } from "../../server/store/keys.ts";
import { addPlan } from "../../server/store/plans.ts";
import { roundOf } from "../../server/store/rounds.ts";
import { toHex } from "../../src/core/protocol/hex.ts";
import { device, fetchPlan, fetchTask, send } from "./support/device.ts";
import { Pair, until } from "./support/pair.ts";

let pair: Pair;
afterEach(() => pair?.remove());

test("a task that is not configured any more leaves no open round, no sealed report and no key, here or at the helper", async () => {
  pair = await new Pair().open();
  const { plan } = await until(async () => {
    const answer = await fetchTask(pair.leader, "head");
    return answer.state === "collecting" ? answer : undefined;
  });
  const from = await device(await fetchPlan(pair.leader, plan!));
  const report = async () => (await from.report([new Array<number>(19).fill(0.1), [1, 0, 0, 0, 0]])).bytes;
  for (let n = 0; n < 5; n++) expect(await send(pair.leader, await report())).toBe("accepted");
  // And one that was waiting for the helper's signature when its leader ended.
  const unsigned = {
    hash: toHex(new Uint8Array(32)),
    bytes: new Uint8Array(1),
    signature: "00",
    helperSignature: null,
    agreed: false,
  };
  await addPlan(pair.leaderStore, unsigned, { task: "earlier", version: 1 });
  const key = { id: 1, kem: "x25519" as const, privateKey: "00", publicKey: "00" };
  await roundKeys(pair.leaderStore, "earlier", 0, () => [key]);

  await pair.replaceLeader(await pair.backup("leader"));
  pair.task = { ...pair.task, task: "other" };
  await pair.openLeader();
  await until(async () => ((await roundOf(pair.helperStore, plan!))?.logged ? true : undefined));
  await until(async () => ((await roundOf(pair.leaderStore, plan!))?.logged ? true : undefined));
  for (const store of [pair.leaderStore, pair.helperStore]) {
    expect(await roundOf(store, plan!)).toMatchObject({ phase: "abandoned" });
    expect(await store.all("SELECT DISTINCT task FROM hpke_keys")).toEqual([{ task: "other" }]);
    expect(await store.all("SELECT report_id FROM reports WHERE sealed IS NOT NULL")).toEqual([]);
  }
  expect(await pair.leaderStore.all("SELECT hash FROM plans WHERE task = 'earlier'")).toEqual([]);
  expect(await fetchTask(pair.leader, "head")).toMatchObject({ state: "waiting" });
  expect(await send(pair.leader, await report())).toBe("refetch-plan");
});
