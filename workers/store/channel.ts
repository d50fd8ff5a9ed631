import type { ForeignChange } from "./store.ts";

const CHANGES: readonly ForeignChange[] = [
  "events",
  "erased",
  "afresh",
  "paused",
  "resumed",
  "catalogue",
  "settings",
  "models",
  "reports",
  "cancelled",
  "withdrawn",
];

/**
 * Tells the other tabs of this origin what has changed, and hears it from them, never from itself.
 *
 * A page that keeps listening may lose its place in the back-forward cache: Chromium and Firefox evict it when a message comes
 * (github.com/whatwg/html/issues/7253 and pull/8972; "broadcastchannel-message" in MDN's list of reasons), Chromium of 2023 did
 * not even admit it (github.com/dexie/Dexie.js/issues/1776), and Safari drops the message. Chromium 156 spares a channel that a
 * dedicated worker holds. So `mute` closes the channel, and whoever calls `listen` again reads again.
 * An open IndexedDB connection no longer keeps Chromium's pages out (crbug.com/1331187), nor does a running transaction
 * (crbug.com/1378823), but a version change that waits for the connection evicts, and Firefox refuses a page with a running
 * transaction (github.com/cyrilletuzi/angular-async-local-storage/issues/996): hence Store.freeze closes that too.
 */
export class Channel {
  readonly #name: string;
  readonly #heard: (change: ForeignChange) => void;
  #listening: BroadcastChannel | undefined;

  constructor(storeName: string, heard: (change: ForeignChange) => void) {
    this.#name = `inkling:${storeName}`;
    this.#heard = heard;
  }

  listen(): void {
    const listening = this.#listening ?? opened(this.#name);
    if (listening === undefined) return;
    this.#listening = listening;
    listening.onmessage = ({ data }: MessageEvent<unknown>) => {
      const change = CHANGES.find((known) => known === data);
      if (change !== undefined) this.#heard(change);
    };
  }

  mute(): void {
    this.#listening?.close();
    this.#listening = undefined;
  }

  /** Works while mute as well: the last events of a page complete after it has been told to freeze. */
  tell(change: ForeignChange): void {
    const channel = this.#listening ?? opened(this.#name);
    channel?.postMessage(change);
    if (channel !== this.#listening) channel?.close();
  }
}

/** Safari before 15.4 has none, and where no storage is allowed browsers refuse one: such tabs see each other's events on their next visit, if any. */
function opened(name: string): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel(name);
  } catch {
    return undefined;
  }
}
