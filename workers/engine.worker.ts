import { expose } from "comlink";
import type { EngineDoor, Notice } from "../src/core/bridge/protocol.ts";
import { createEngine } from "./engine.ts";
import { fetchFile } from "./serve/fetch.ts";
import { openStore } from "./store/indexeddb.ts";
import { openMemoryStore } from "./store/memory.ts";

const STORE_NAME = "inkling";
const encoder = new TextEncoder();
const decoder = new TextDecoder();
const now = (): number => Date.now();
let rankings = 0;
const life = crypto.getRandomValues(new Uint32Array(2)).reduce((name, part) => name + part.toString(36), "");

const door: EngineDoor = createEngine({
  now,
  token: () => `${life}-${(rankings++).toString(36)}`,
  file: fetchFile,
  text: { encode: (text) => encoder.encode(text), decode: (bytes) => decoder.decode(bytes) },
  digest: isSecureContext ? digest : undefined,
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

async function digest(bytes: Uint8Array): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array(bytes)));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

expose(door);
