/** A worker with a store, to be killed at a bad moment. Its first message names the store and what to do. */
import type { ShopEvent } from "../../../src/core/event/event.ts";
import { openStore } from "../../../workers/store/indexeddb.ts";

export type Order =
  | { readonly do: "open"; readonly name: string; readonly hangInCompaction?: boolean }
  | { readonly do: "append"; readonly events: readonly ShopEvent[] }
  | { readonly do: "compact" };

export type Word = "opened" | "appended" | "compacting" | "compacted";

const say = (word: Word): void => postMessage(word);

let store: ReturnType<typeof openStore> | undefined;

const open = ({ name, hangInCompaction = false }: Extract<Order, { do: "open" }>): ReturnType<typeof openStore> =>
  openStore({
    name,
    // Asked for the time in the middle of a compaction's transaction: between reading the events and replacing them.
    now: () => {
      say("compacting");
      while (hangInCompaction) Math.random();
      return Date.UTC(2026, 0, 1);
    },
    onLost: () => {},
    channel: { tell() {} },
    limits: { events: 100, eventBytes: 1e6 },
  });

addEventListener("message", async ({ data }: MessageEvent<Order>) => {
  if (data.do === "open") {
    store = open(data);
    await store;
    return say("opened");
  }
  const opened = await store;
  if (data.do === "append") {
    await opened?.append(data.events);
    return say("appended");
  }
  await opened?.compact();
  say("compacted");
});
