import { expose } from "comlink";
import { EMPTY_COMPACTED } from "../../src/core/event/compact.ts";
import type { ShopEvent } from "../../src/core/event/event.ts";
import { rank } from "../../src/core/rank/rank.ts";
import { finish } from "../../src/core/steps.ts";
import { Desk } from "../../workers/serve/desk.ts";
import { Memory } from "../../workers/serve/memory.ts";
import { loadCatalogue } from "./catalogue.ts";
import { visit } from "./visit.ts";

let shop: Awaited<ReturnType<typeof loadCatalogue>> | undefined;
let events: readonly ShopEvent[] = [];
const desk = new Desk();
const memory = new Memory();

/** The engine's own ranking with a clock inside the worker: everything it does between a message and its answer. */
const door = {
  /** Answers the visit's first `count` events, for the page to repeat. */
  async open(url: string, count: number): Promise<readonly ShopEvent[]> {
    shop = await loadCatalogue(url);
    events = visit(shop.loaded.prepared, count, Date.now());
    return events;
  },
  /** Milliseconds of one ranking right after event `at` of the visit, as the page's shopper has it, and of the same one again. */
  async rank(at: number, n: number): Promise<{ readonly freshMs: number; readonly sameMs: number }> {
    const known = events.slice(0, at).map((event, seq) => ({ ...event, seq }));
    await memory.reload({ read: async () => ({ events: known, compacted: EMPTY_COMPACTED }) });
    return { freshMs: rankOnce(n), sameMs: rankOnce(n) };
  },
};

function rankOnce(n: number): number {
  if (shop === undefined) throw new Error("open() first");
  const start = performance.now();
  const moment = finish(desk.steps(shop.loaded, { live: shop.live, stock: shop.live }, memory, true, Date.now()));
  const { items } = rank(moment, { n }, () => undefined);
  const ms = performance.now() - start;
  if (items.length !== n) throw new Error(`asked for ${n} products and got ${items.length}`);
  return ms;
}

export type EngineBench = typeof door;
expose(door);
