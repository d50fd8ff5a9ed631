import type { Notice } from "../../src/core/bridge/protocol.ts";
import type { Means } from "../serve/load.ts";
import type { LearnedParts } from "../serve/parts.ts";
import type { Channel } from "../store/channel.ts";
import type { Held } from "../store/memory.ts";
import type { ForeignChange, LostReason, Store } from "../store/store.ts";

/** What the engine needs from where it runs. */
export interface Platform extends Omit<Means, "shelf" | "learnedParts"> {
  /** A fresh name for one ranking, unlike any other on this device. */
  token(): string;
  /** 0 to 1, without 1. */
  random(): number;
  openStore(onLost: (why: LostReason) => void, channel: Channel): Promise<Store>;
  /** Between the tabs of the origin, whether or not they have a store. Does not listen yet. */
  channel(heard: (what: ForeignChange) => void): Channel;
  /** Whether this device has a store of ours already; true where the browser does not say. */
  hasStore(): Promise<boolean>;
  memoryStore(held?: Held): Store;
  notify(notice: Notice["inkling"]): void;
  /** The code for learned parts from its address, which has failed so many times; rejects where it cannot be had. */
  loadParts(url: string, tried: number): Promise<LearnedParts>;
  /** Where it runs, as the platform names its origin. */
  readonly origin: string;
  /** Whether it has a thread of its own. Without one nothing is learned on this device nor contributed: no other worker would start either. */
  readonly ownThread: boolean;
  /** Runs once there is a moment to spare. */
  whenIdle(run: () => void): void;
}
