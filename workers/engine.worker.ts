import { expose } from "comlink";
import type { EngineDoor, Notice } from "../src/core/bridge/protocol.ts";
import { createEngine } from "./engine.ts";
import { fetchFile } from "./serve/fetch.ts";
import { digest, text } from "./serve/here.ts";
import { openStore } from "./store/indexeddb.ts";
import { openMemoryStore } from "./store/memory.ts";

const STORE_NAME = "inkling";
const now = (): number => Date.now();
let rankings = 0;
const life = crypto.getRandomValues(new Uint32Array(2)).reduce((name, part) => name + part.toString(36), "");

const door: EngineDoor = createEngine({
  now,
  token: () => `${life}-${(rankings++).toString(36)}`,
  random: () => Math.random(),
  file: fetchFile,
  text,
  digest,
  openStore: (onLost, onForeignChange) => openStore({ name: STORE_NAME, now, onLost, onForeignChange }),
  hasStore,
  memoryStore: (held) => openMemoryStore({ now }, held),
  notify: (inkling) => self.postMessage({ inkling } satisfies Notice),
  whenIdle: (run) => setTimeout(run, 1_000),
  // A variable address, so that bundlers leave the file where it is.
  loadParts: async (url) => (await import(/* @vite-ignore */ url)).learnedParts,
});

async function hasStore(): Promise<boolean> {
  try {
    return (await indexedDB.databases()).some(({ name }) => name === STORE_NAME);
  } catch {
    return true; // the browser does not say; opening will tell
  }
}

expose(door);
