import { expect, test } from "vitest";
import { additive } from "../../../src/core/rank/moment.ts";
import { finish } from "../../../src/core/steps.ts";
import type { Parts } from "../../../workers/engine/parts.ts";
import { Steering } from "../../../workers/engine/steering.ts";
import type { Loaded } from "../../../workers/serve/load.ts";
import { openStore } from "../../../workers/store/indexeddb.ts";
import { device, GRANTED, MINUTE, tab } from "./tab.ts";

const never = { wish: "never", about: "category", name: "Sport > Running shoes" } as const;
const more = { wish: "more", about: "brand", name: "Ember" } as const;

const isShoe = (id: string): boolean => id.startsWith("shoe");

test("wishes move the ranking, are kept, exported, heard by other tabs, outlive starting afresh, and are erased with the rest", async () => {
  const shopper = tab();
  const other = tab();
  await Promise.all([shopper.open(), other.open()]);
  for (const item of ["shoe-0", "shoe-1", "shoe-2"]) await shopper.does("view", item);
  expect((await shopper.forYou()).some(isShoe)).toBe(true);

  expect(await shopper.ask<"steer">({ type: "steer", change: never })).toEqual([never]);
  expect(await shopper.ask<"steer">({ type: "steer", change: more })).toEqual([more, never]);
  expect((await shopper.forYou()).some(isShoe)).toBe(false);
  expect((await shopper.forYou()).filter((id) => id.startsWith("stove")).length).toBeGreaterThan(1);
  await expect.poll(async () => (await other.forYou()).some(isShoe)).toBe(false);
  expect(await shopper.ask<"explain">({ type: "explain", id: "shoe-4" })).toMatchObject({
    reason: { code: "asked", text: "You asked for nothing from Running shoes" },
  });

  const { steering, events } = await shopper.ask<"export">({ type: "export" });
  expect([steering, events.length]).toEqual([["more brand Ember", "never category Sport > Running shoes"], 3]);

  device.clock += MINUTE;
  expect(await shopper.ask<"erase">({ type: "erase", afresh: true })).toEqual({ erased: 3 });
  expect(await shopper.ask<"events">({ type: "events", limit: 9 })).toEqual([]);
  const next = tab();
  await next.open();
  expect((await next.forYou(6)).some(isShoe)).toBe(false);
  expect(await next.ask<"steer">({ type: "steer" })).toEqual([more, never]);
  await expect.poll(() => other.ask<"steer">({ type: "steer" })).toEqual([more, never]);

  await next.ask<"erase">({ type: "erase" });
  expect(await next.ask<"steer">({ type: "steer" })).toEqual([]);
  await expect.poll(() => shopper.ask<"steer">({ type: "steer" })).toEqual([]);
  const last = tab();
  await last.open();
  expect(await last.ask<"steer">({ type: "steer" })).toEqual([]);
});

test("starting afresh keeps the log of what was sent and the ledger", async () => {
  const store = await openStore({
    name: device.storeName,
    now: () => device.clock,
    onLost: () => {},
    channel: { tell() {} },
  });
  const ledger = {
    v: 1,
    begunMs: device.clock,
    spentMicroRho: 7,
    plans: { p: 7 },
    dayMs: device.clock,
    dayMicroRho: 7,
  } as const;
  await store.importEvents([{ v: 1, kind: "view", item: "a", at: device.clock }], ledger);
  await store.putSetting("kept", "yes");
  expect(await store.erase(true)).toBe(1);
  expect([(await store.read()).events, await store.setting("kept")]).toEqual([[], "yes"]);
  expect((await store.contributed())?.ledger).toEqual(ledger);
  await store.erase();
  expect([await store.setting("kept"), (await store.contributed())?.ledger?.spentMicroRho]).toEqual([undefined, 7]);
  store.close();
});

test("what was wished for while consent was pending is kept once it is granted, and forgotten when it is denied", async () => {
  const shopper = tab();
  await shopper.open({ ...GRANTED, store: "pending" });
  await shopper.ask<"steer">({ type: "steer", change: never });
  await shopper.ask<"consent">({ type: "consent", consent: GRANTED });
  const next = tab();
  await next.open();
  expect(await next.ask<"steer">({ type: "steer" })).toEqual([never]);
  // Never is heard without personal lists too; more and less are not.
  await next.ask<"steer">({ type: "steer", change: more });
  await next.ask<"consent">({ type: "consent", consent: { ...GRANTED, personalise: false } });
  const { items, basis } = await next.ask<"rank">({ type: "rank", request: { n: 6 } });
  expect([basis, items.some(({ id }) => isShoe(id)), items.some(({ parts }) => parts.steering)]).toEqual([
    "popular",
    false,
    false,
  ]);
  await next.ask<"consent">({ type: "consent", consent: { store: false, personalise: false, contribute: false } });
  expect(await next.ask<"steer">({ type: "steer" })).toEqual([]);
});

test("an export carries wishes to another device, whose own come first; without their code nothing is taken in", async () => {
  const shopper = tab();
  await shopper.open();
  await shopper.does("view", "shoe-0");
  await shopper.ask<"steer">({ type: "steer", change: never });
  const file = await shopper.ask<"export">({ type: "export" });
  device.storeName += "-other";
  const lame = tab({ loadParts: () => Promise.reject(new Error("blocked")) });
  await lame.open();
  await expect(lame.ask<"import">({ type: "import", file })).rejects.toThrow(/learned\.js/);
  await expect(lame.ask<"steer">({ type: "steer", change: more })).rejects.toThrow(/learned\.js/);
  expect(await lame.ask<"events">({ type: "events", limit: 9 })).toEqual([]);
  const other = tab();
  await other.open();
  await other.ask<"steer">({ type: "steer", change: { ...never, wish: "less" } });
  await other.ask<"import">({ type: "import", file: { ...file, steering: [...file.steering, "more brand Ember"] } });
  expect(await other.ask<"steer">({ type: "steer" })).toEqual([{ ...never, wish: "less" }, more]);
});

test("new wishes are worked out with places to rest, once for all who ask meanwhile", () => {
  let begun = 0;
  function* steered() {
    begun++;
    yield;
    yield;
    return { rescore: additive, refused: () => undefined };
  }
  // Nothing else of either is asked for.
  const steering = new Steering({ code: { steered } } as unknown as Parts);
  const loaded = { version: "v" } as Loaded;
  expect(finish(steering.applied(loaded))).toBe(loaded);
  steering.lines = ["never brand Ember"];
  const [one, other] = [steering.applied(loaded), steering.applied(loaded)];
  expect([one.next().done, other.next().done]).toEqual([false, false]);
  const wished = finish(one);
  expect([wished.version, begun]).toEqual(["v!0", 1]);
  expect(finish(other)).toBe(wished);
  expect(finish(steering.applied(loaded))).toBe(wished);
});
