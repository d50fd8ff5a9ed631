import { type Compacted, EMPTY_COMPACTED } from "../../src/core/event/compact.ts";
import type { ShopEvent } from "../../src/core/event/event.ts";

/** An event with its place in the store's order. */
export type KeptEvent = ShopEvent & { readonly seq: number };

/** What a memory is filled from. */
export interface EventSource {
  read(): Promise<{ readonly events: readonly KeptEvent[]; readonly compacted: Compacted }>;
  readSince(seq: number): Promise<readonly KeptEvent[]>;
}

/** The shopper's events held in memory, so that no ranking waits for a database. Follows the store. */
export class Memory {
  events: readonly KeptEvent[] = [];
  compacted: Compacted = EMPTY_COMPACTED;
  /** Rises with every change. */
  version = 0;
  /** All events up to here are in `events`. */
  #mark = 0;

  async reload(source: Pick<EventSource, "read">): Promise<void> {
    const { events, compacted } = await source.read();
    this.#set(events, compacted);
  }

  /** Adds what this tab appended; where another tab's events came between, reads those too. */
  async add(appended: readonly KeptEvent[], source: EventSource): Promise<void> {
    const first = appended[0];
    if (first === undefined) return;
    if (first.seq === this.#mark + 1) this.#merge(appended);
    else await this.refresh(source);
  }

  /** Adds what other tabs appended. */
  async refresh(source: EventSource): Promise<void> {
    this.#merge(await source.readSince(this.#mark));
  }

  clear(): void {
    this.#set([], EMPTY_COMPACTED, this.#mark);
  }

  #merge(events: readonly KeptEvent[]): void {
    const known = this.#mark;
    const fresh = events.filter((event) => event.seq > known);
    if (fresh.length > 0) this.#set([...this.events, ...fresh], this.compacted);
  }

  #set(events: readonly KeptEvent[], compacted: Compacted, mark = 0): void {
    this.events = events;
    this.compacted = compacted;
    this.#mark = events.reduce((most, event) => Math.max(most, event.seq), mark);
    this.version++;
  }
}
