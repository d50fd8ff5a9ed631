import { describe, expect, test } from "vitest";
import { finish } from "../../../src/core/steps.ts";
import type { Platform } from "../../../workers/engine/platform.ts";
import { learnedParts } from "../../../workers/learned.ts";
import type { Store } from "../../../workers/store/store.ts";
import { device, GRANTED, tab } from "./tab.ts";

type Tab = ReturnType<typeof tab>;

/** What waits there goes on when it is opened. */
function gate() {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

/** A tab in which what is told waits before it is written, in steps, from when that is held on. */
function slow() {
  const { open, opened } = gate();
  const held = { on: false };
  const pace: Platform["pace"] = async (steps) => {
    if (held.on) await opened;
    return finish(steps);
  };
  return { shopper: tab({ pace }), held, open };
}

const erase = (shopper: Tab, afresh = false) => shopper.ask<"erase">({ type: "erase", afresh });
const events = (shopper: Tab) => shopper.ask<"events">({ type: "events", limit: 100 });
const stored = async (): Promise<number> => (await tab().open()).storage.events;

async function expectNothing(shopper: Tab): Promise<void> {
  expect(await events(shopper)).toEqual([]);
  expect((await shopper.ask<"rank">({ type: "rank", request: {} })).basis).toBe("popular");
  expect((await shopper.ask<"export">({ type: "export" })).events).toEqual([]);
  expect(await stored()).toBe(0);
}

describe.each([
  ["erasing", false],
  ["starting afresh", true],
])("%s forgets what was told just before", (_, afresh) => {
  test("and waits to be written", async () => {
    const { shopper, held, open } = slow();
    await shopper.open();
    held.on = true;
    const told = shopper.does("cart", "shoe-0");
    const erased = erase(shopper, afresh);
    held.on = false;
    await erased;
    open();
    expect(await told).toEqual({ stored: 0, duplicates: 0 });
    await expectNothing(shopper);
  });

  test("and was written, but is not known to be", async () => {
    const { open, opened } = gate();
    const faults = (store: Store): Partial<Store> => ({
      append: async (added) => {
        const appended = await store.append(added);
        await opened;
        return appended;
      },
    });
    const shopper = tab({ faults });
    await shopper.open();
    const told = shopper.does("cart", "shoe-0");
    await expect.poll(stored).toBe(1);
    await erase(shopper, afresh);
    open();
    await told;
    await expectNothing(shopper);
  });

  test("and is written at that moment", async () => {
    const shopper = tab();
    await shopper.open();
    for (let k = 0; k < 5; k++) {
      const told = shopper.does("cart", "shoe-0");
      await erase(shopper, afresh);
      await told;
      await expectNothing(shopper);
    }
  });

  test("and had been told before, so that it is written anew", async () => {
    const shopper = tab();
    await shopper.open();
    await shopper.does("purchase", "shoe-0", { transaction: "t" });
    device.clock++;
    const events = [
      { v: 1, kind: "purchase", item: "shoe-0", transaction: "t", at: device.clock },
      { v: 1, kind: "cart", item: "shoe-1", at: device.clock },
    ] as const;
    const told = shopper.ask<"append">({ type: "append", events });
    await erase(shopper, afresh);
    await told;
    await expectNothing(shopper);
    expect(await shopper.does("purchase", "shoe-0", { transaction: "t" })).toMatchObject({ stored: 1 });
  });

  test("in another tab", async () => {
    const { shopper, held, open } = slow();
    const other = tab();
    await shopper.open();
    await other.open();
    await shopper.does("cart", "shoe-1");
    held.on = true;
    const told = shopper.does("cart", "shoe-0");
    held.on = false;
    await erase(other, afresh);
    await expect.poll(() => events(shopper)).toEqual([]);
    open();
    expect(await told).toMatchObject({ stored: 0 });
    await expectNothing(shopper);
  });

  test("and keeps what is told from then on", async () => {
    const shopper = tab();
    await shopper.open();
    await shopper.does("cart", "shoe-0");
    device.clock++;
    const erased = erase(shopper, afresh);
    // A message later, as from a page.
    await new Promise((resolve) => setTimeout(resolve));
    await shopper.does("cart", "shoe-1");
    await erased;
    await shopper.does("cart", "shoe-2");
    expect((await events(shopper)).map(({ item }) => item)).toEqual(["shoe-2", "shoe-1"]);
    expect(await stored()).toBe(2);
  });
});

test("erasing forgets a wish whose code was still on its way", async () => {
  const { open, opened } = gate();
  const shopper = tab({ loadParts: () => opened.then(() => learnedParts) });
  await shopper.open();
  const change = { wish: "never", about: "item", name: "shoe-0" };
  const wished = shopper.ask<"steer">({ type: "steer", change });
  await erase(shopper);
  open();
  expect(await wished).toEqual([]);
  await tab().open();
  expect((await shopper.ask<"export">({ type: "export" })).steering).toEqual([]);
  expect(await shopper.ask<"steer">({ type: "steer", change })).toHaveLength(1);
});

test("erasing forgets a wish that is written at that moment", async () => {
  const shopper = tab();
  await shopper.open();
  await shopper.ask<"steer">({ type: "steer", change: { wish: "never", about: "item", name: "shoe-1" } });
  const wished = shopper.ask<"steer">({ type: "steer", change: { wish: "never", about: "item", name: "shoe-0" } });
  await erase(shopper);
  await wished;
  expect(await shopper.ask<"steer">({ type: "steer" })).toEqual([]);
  const next = tab();
  await next.open();
  expect(await next.ask<"steer">({ type: "steer" })).toEqual([]);
});

test("what is being taken in as everything is erased is not", async () => {
  const { shopper, held, open } = slow();
  await shopper.open();
  await shopper.does("cart", "shoe-0");
  const file = await shopper.ask<"export">({ type: "export" });
  held.on = true;
  const taken = shopper.ask<"import">({ type: "import", file }).catch(String);
  const erased = erase(shopper);
  held.on = false;
  await erased;
  open();
  expect(await taken).toContain("erased meanwhile");
  await expectNothing(shopper);
});

describe("a tab whose consent is pending", () => {
  const PENDING = { ...GRANTED, store: "pending" } as const;
  const wish = { wish: "never", about: "item", name: "shoe-2" };
  const grant = (shopper: Tab) => shopper.ask<"consent">({ type: "consent", consent: GRANTED });
  const pause = (shopper: Tab, paused: boolean) => shopper.ask<"pause">({ type: "pause", paused });
  const isPaused = async (shopper: Tab) => (await shopper.ask<"status">({ type: "status" })).paused;

  test("hears nothing of what others keep", async () => {
    const [shopper, other] = [tab(), tab()];
    await shopper.open(PENDING);
    await other.open();
    const before = shopper.notices.length;
    await other.does("cart", "shoe-0");
    await other.ask<"steer">({ type: "steer", change: wish });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(shopper.notices.length).toBe(before);
    expect(await events(shopper)).toEqual([]);
    expect(await shopper.ask<"steer">({ type: "steer" })).toEqual([]);
  });

  test.each([
    ["erases", false],
    ["starts afresh", true],
  ])("forgets with another that %s", async (_, afresh) => {
    const [shopper, other] = [tab(), tab()];
    await other.open();
    await shopper.open(PENDING);
    await shopper.does("cart", "shoe-0");
    await shopper.ask<"steer">({ type: "steer", change: wish });
    await erase(other, afresh);
    await expect.poll(() => events(shopper)).toEqual([]);
    expect(await shopper.ask<"steer">({ type: "steer" })).toEqual(afresh ? [wish] : []);
    await grant(shopper);
    expect(await stored()).toBe(0);
    expect(await other.ask<"steer">({ type: "steer" })).toEqual(afresh ? [wish] : []);
  });

  test("forgets with another that has no store either", async () => {
    const [shopper, other] = [tab(), tab()];
    await other.open(PENDING);
    await shopper.open(PENDING);
    await shopper.does("cart", "shoe-0");
    await erase(other);
    await expect.poll(() => events(shopper)).toEqual([]);
  });

  test("that slept while another erased keeps nothing of before once it is granted", async () => {
    const [shopper, other] = [tab(), tab()];
    await other.open();
    await shopper.open(PENDING);
    await shopper.does("cart", "shoe-0");
    await shopper.ask<"freeze">({ type: "freeze", frozen: true });
    device.clock++;
    await erase(other);
    device.clock++;
    await shopper.ask<"freeze">({ type: "freeze", frozen: false });
    await shopper.does("cart", "shoe-1");
    await grant(shopper);
    expect((await events(shopper)).map(({ item }) => item)).toEqual(["shoe-1"]);
    expect(await stored()).toBe(1);
  });

  test("pauses and goes on with another, asleep in between, too", async () => {
    const [shopper, other] = [tab(), tab()];
    await other.open();
    await shopper.open(PENDING);
    await pause(other, true);
    await expect.poll(() => isPaused(shopper)).toBe(true);
    for (const frozen of [true, false]) await shopper.ask<"freeze">({ type: "freeze", frozen });
    await erase(other);
    expect(await shopper.does("cart", "shoe-0")).toMatchObject({ stored: 0 });
    await pause(other, false);
    await expect.poll(() => isPaused(shopper)).toBe(false);
    expect(await shopper.does("cart", "shoe-0")).toMatchObject({ stored: 1 });
    await grant(shopper);
    expect(await isPaused(shopper)).toBe(false);
    expect(await stored()).toBe(1);
  });

  test("that came after a pause keeps nothing once it is granted", async () => {
    const [shopper, other] = [tab(), tab()];
    await other.open();
    await pause(other, true);
    await shopper.open(PENDING);
    await shopper.does("cart", "shoe-0");
    await grant(shopper);
    expect(await isPaused(shopper)).toBe(true);
    expect(await events(shopper)).toEqual([]);
    expect(await stored()).toBe(0);
  });
});
