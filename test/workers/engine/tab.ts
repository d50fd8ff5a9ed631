import { afterEach, beforeEach } from "vitest";
import type {
  Consent,
  LearningSwitches,
  Reply,
  Request,
  RequestOf,
  Values,
} from "../../../src/core/bridge/protocol.ts";
import type { ShopEvent } from "../../../src/core/event/event.ts";
import { finish } from "../../../src/core/steps.ts";
import type { Platform } from "../../../workers/engine/platform.ts";
import { createEngine } from "../../../workers/engine.ts";
import { learnedParts } from "../../../workers/learned.ts";
import { fetchFile } from "../../../workers/serve/fetch.ts";
import { Channel } from "../../../workers/store/channel.ts";
import { openStore } from "../../../workers/store/indexeddb.ts";
import { openMemoryStore } from "../../../workers/store/memory.ts";
import type { Store } from "../../../workers/store/store.ts";

export const GRANTED: Consent = { store: true, personalise: true, contribute: false };
export const MINUTE = 60_000;
export const catalog = (name: string): string => new URL(`/build/test-shop/${name}/catalog.json`, location.origin).href;

/** The device that all tabs of one test share. */
export const device = { storeName: "", clock: 0 };
let tabs = 0;
const closing: (() => void)[] = [];

beforeEach(() => {
  device.storeName = `engine-test-${crypto.randomUUID()}`;
  device.clock = 1_700_000_000_000;
});
afterEach(() => {
  for (const close of closing.splice(0)) close();
  indexedDB.deleteDatabase(device.storeName);
});

/** The real store but for the methods given: a disk that fails cannot be had otherwise. */
function faulty(store: Store, faults: Partial<Store>): Store {
  return new Proxy(store, {
    get(target, key) {
      if (key in faults) return Reflect.get(faults, key);
      const value: unknown = Reflect.get(target, key);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

/** One tab's engine on real IndexedDB and real HTTP, with a clock of the test's and a list of what it fetched. */
export function tab(changes: Partial<Platform> & { readonly faults?: (store: Store) => Partial<Store> } = {}) {
  const { faults = () => ({}), ...platform } = changes;
  const name = `tab${tabs++}`;
  const fetched: string[] = [];
  const notices: string[] = [];
  let rankings = 0;
  const door = createEngine({
    now: () => device.clock,
    token: () => `${name}-${rankings++}`,
    random: () => 0.999, // leaves nothing to chance
    file: (url, maxBytes, cache) => {
      fetched.push(
        new URL(url).pathname
          .split("/")
          .at(-1)!
          .replace(/\.[0-9a-f]{16}\./, "."),
      );
      return fetchFile(url, maxBytes, cache);
    },
    text: { encode: (text) => new TextEncoder().encode(text), decode: (bytes) => new TextDecoder().decode(bytes) },
    digest: async (bytes) => {
      const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array(bytes)));
      return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
    },
    openStore: async (onLost, channel) => {
      const store = await openStore({ name: device.storeName, now: () => device.clock, onLost, channel });
      closing.push(() => store.close());
      return faulty(store, faults(store));
    },
    channel: (heard) => {
      const channel = new Channel(device.storeName, heard);
      closing.push(() => channel.mute());
      return channel;
    },
    hasStore: async () => (await indexedDB.databases()).some(({ name }) => name === device.storeName),
    memoryStore: (held) => openMemoryStore({ now: () => device.clock }, held),
    notify: (notice) => notices.push(notice),
    whenIdle: (run) => queueMicrotask(run),
    loadParts: async () => learnedParts,
    pace: finish,
    origin: self.origin,
    ownThread: true,
    ...platform,
  });
  const ask = async <T extends Request["type"]>(request: RequestOf<T>): Promise<Values[T]> => {
    const reply = (await door.ask(request as Request)) as Reply<Values[T]>;
    if (!reply.ok) throw new Error(`${reply.code}: ${reply.message}`);
    return reply.value;
  };
  const open = (consent: Consent = GRANTED, shop = "first", switches: LearningSwitches = {}) =>
    ask<"open">({ type: "open", catalog: catalog(shop), parts: "", consent, ...switches });
  const does = (kind: ShopEvent["kind"], item: string, more: Partial<ShopEvent> = {}) =>
    ask<"append">({ type: "append", events: [{ v: 1, kind, item, at: device.clock, ...more }] });
  const forYou = async (n = 4): Promise<string[]> =>
    (await ask<"rank">({ type: "rank", request: { n } })).items.map(({ id }) => id);
  return { ask, open, does, forYou, fetched, notices, door };
}
