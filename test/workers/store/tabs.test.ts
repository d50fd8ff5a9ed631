import { expect, test, vi } from "vitest";
import { itemsOf, newName, openTab, view, views } from "./fixtures.ts";

/** Long enough for a message that should not come. */
const quiet = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 100));

test("tabs that append at once lose nothing and tear no batch apart", async () => {
  const name = newName();
  const tabs = await Promise.all([openTab(name), openTab(name), openTab(name)]);
  const batches = tabs.flatMap(({ store }, t) =>
    Array.from({ length: 20 }, (_, i) => store.append([view(`${t}.${i}`), view(`${t}.${i}`)])),
  );
  await Promise.all(batches);
  const items = await itemsOf(tabs[0]!.store);
  expect(items).toHaveLength(120);
  for (let i = 0; i < items.length; i += 2) expect(items[i]).toBe(items[i + 1]);
  expect(await itemsOf(tabs[1]!.store)).toEqual(items);
});

test("each tab hears of the others' changes and never of its own", async () => {
  const name = newName();
  const [mine, other] = await Promise.all([openTab(name), openTab(name)]);
  const foreign = await openTab(newName());
  await mine.store.append([view("a")]);
  await mine.store.append([]);
  await mine.store.putManifest("{}", 1);
  await mine.store.putLive(Uint8Array.of(1), 1);
  await mine.store.putSetting("paused", true);
  await mine.store.erase();
  const expected = ["events", "catalogue", "catalogue", "settings", "erased"];
  await vi.waitFor(() => expect(other.heard).toEqual(expected));
  await quiet();
  expect(mine.heard).toEqual([]);
  expect(foreign.heard).toEqual([]);
  expect(await other.store.read()).toMatchObject({ events: [] });
});

test("readSince brings what another tab appended", async () => {
  const name = newName();
  const [mine, other] = await Promise.all([openTab(name), openTab(name)]);
  const { events } = await mine.store.append([view("a")]);
  await other.store.append([view("b")]);
  expect((await mine.store.readSince(events[0]!.seq)).map((event) => event.item)).toEqual(["b"]);
});

test("a frozen tab is told nothing, listens again when it is back, and tells of its last events", async () => {
  const name = newName();
  const [frozen, other] = await Promise.all([openTab(name), openTab(name)]);
  const last = frozen.store.append([view("last")]);
  frozen.store.freeze();
  frozen.channel.mute();
  await last;
  await vi.waitFor(() => expect(other.heard).toEqual(["events"]));
  await other.store.append([view("while away")]);
  await quiet();
  expect(frozen.heard).toEqual([]);
  frozen.channel.listen();
  await other.store.append([view("back")]);
  await vi.waitFor(() => expect(frozen.heard).toEqual(["events"]));
  expect(await itemsOf(frozen.store)).toEqual(["last", "while away", "back"]);
});

test("a message that is none of Inkling's words is not heard", async () => {
  const name = newName();
  const { heard } = await openTab(name);
  const stranger = new BroadcastChannel(`inkling:${name}`);
  for (const data of ["event", "", null, { inkling: "erased" }, ["erased"], "erased"]) stranger.postMessage(data);
  await vi.waitFor(() => expect(heard).toEqual(["erased"]));
  stranger.close();
});

test("two tabs that compact at once fold every event once", async () => {
  const name = newName();
  const limits = { events: 100, eventBytes: 1e6 };
  const tabs = await Promise.all([openTab(name, { limits }), openTab(name, { limits })]);
  await tabs[0]!.store.append(views(150));
  await Promise.all(tabs.map(({ store }) => store.compact()));
  const { events, compacted } = await tabs[0]!.store.read();
  expect(events).toHaveLength(75);
  expect(Object.values(compacted.items).map((item) => item.views)).toEqual(Array(75).fill(1));
});

test("does not wait for the tab that is compacting, nor do its work again", async () => {
  const name = newName();
  const { store } = await openTab(name, { limits: { events: 10, eventBytes: 1e6 } });
  await store.append(views(20));
  const whileHeld = await navigator.locks.request(`inkling:${name}:compact`, () => store.compact());
  expect(whileHeld).toEqual({ folded: 0 });
  expect(await store.compact()).toEqual({ folded: 13 });
});
