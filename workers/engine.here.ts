import type { Answered, Call, Notice } from "../src/core/bridge/protocol.ts";
import { finish, inSlices } from "../src/core/steps.ts";
import type { Platform } from "./engine/platform.ts";
import { createEngine } from "./engine.ts";
import { fetchFile } from "./serve/fetch.ts";
import { digest, text } from "./serve/here.ts";
import type { LearnedParts } from "./serve/parts.ts";
import { rest } from "./serve/rest.ts";
import { Channel } from "./store/channel.ts";
import { openStore } from "./store/indexeddb.ts";
import { openMemoryStore } from "./store/memory.ts";

const STORE_NAME = "inkling";
/** Of a slice on the page's own thread, which may be 5: a step that has begun ends. */
const SLICE_MS = 2;
const now = (): number => Date.now();
const life = crypto.getRandomValues(new Uint32Array(2)).join("");
let rankings = 0;

/** Loads what learned.js exports. */
export type LoadFile = (url: string) => Promise<{ readonly learnedParts: LearnedParts }>;

/** A worker's own end, or a port's. */
interface End {
  addEventListener(type: "message", hear: (event: MessageEvent<Call>) => void): void;
  postMessage(message: Answered | Notice): void;
}

/** The file of learned parts. A variable address, so that bundlers leave it where it is. */
const fromAddress: LoadFile = (url) => import(/* @vite-ignore */ /* webpackIgnore: true */ url);

/**
 * Answers what is asked at this end, from this thread. The first number that is written out has Chromium read its data for all threads of the
 * process, for tens of milliseconds: in a worker of its own, while the disk is waited for, and not as the page writes a shelf's first price.
 */
export function serve(end: End, ownThread: boolean, load: LoadFile = fromAddress): void {
  const pace: Platform["pace"] = ownThread
    ? finish
    : (steps) => inSlices(steps, SLICE_MS, () => performance.now(), rest);
  const door = createEngine({
    now,
    token: () => `${life}-${(rankings++).toString(36)}`,
    random: () => Math.random(),
    file: fetchFile,
    text,
    digest,
    openStore: (onLost, channel) => {
      const store = openStore({ name: STORE_NAME, now, onLost, channel });
      if (ownThread) new Intl.NumberFormat();
      return store;
    },
    channel: (heard) => new Channel(STORE_NAME, heard),
    hasStore,
    memoryStore: (held) => openMemoryStore({ now }, held),
    notify: (inkling) => end.postMessage({ inkling }),
    pace,
    origin: self.origin,
    ownThread,
    whenIdle: (run) => setTimeout(run, 1_000),
    // Most browsers remember of an address that it could not be imported: another fragment is another one, of the same file.
    loadParts: async (url, tried) => (await load(tried ? `${url}#${tried}` : url)).learnedParts,
  });
  end.addEventListener("message", async ({ data: { id, ask } }) => end.postMessage({ id, reply: await door.ask(ask) }));
}

async function hasStore(): Promise<boolean> {
  try {
    return (await indexedDB.databases()).some(({ name }) => name === STORE_NAME);
  } catch (error) {
    // Where no storage is allowed there is nothing; a browser that does not say will tell as it is opened.
    return !(error instanceof DOMException && error.name === "SecurityError");
  }
}
