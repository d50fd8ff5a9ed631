import type { RankRequest } from "../../src/core/bridge/protocol.ts";
import type { ShopEvent } from "../../src/core/event/event.ts";
import type { Inkling } from "../../src/page/api.ts";
import { loadCatalogue } from "./catalogue.ts";
import { startInkling, track } from "./inkling.ts";
import { SHOPPER_EVENTS, visit } from "./visit.ts";

/** What is measured, each between two marks of its name and "from" or "to". */
export const WORKS = ["load", "rank", "search", "steer"] as const;
export type Work = (typeof WORKS)[number];

const LIST = 12;

/**
 * Does on this page's own thread what its policy must leave no other thread for: loads engine and catalogue; ranks after each of `times` events of a shopper of
 * SHOPPER_EVENTS; searches for the first time; follows wishes. Throws where another thread does it.
 */
export async function workOnThread(catalog: string, times: number): Promise<void> {
  const { loaded } = await loadCatalogue(new URL(catalog, location.href).href);
  const events = visit(loaded.prepared, SHOPPER_EVENTS + times, Date.now());
  const inkling = await within("load", () => startInkling(catalog));
  const { step } = (await inkling.status()).worker;
  if (step !== "main-thread") throw new Error(`the engine runs by ${step}`);
  // One after the other: the same act on the same product in one millisecond would be one event.
  for (const event of events.slice(0, SHOPPER_EVENTS)) await track(inkling, event);
  await within("rank", () => rankAfterEach(inkling, events.slice(SHOPPER_EVENTS)));
  const [best] = (await inkling.rank({ n: 1, display: true })).items;
  const query = best?.display?.title ?? "";
  await within("search", async () => list(inkling, { query }));
  const name = loaded.prepared.ranking.categories.names[0] ?? "";
  await within("steer", async () => {
    for (const wish of ["more", "less", "never"] as const) {
      const { reason, message } = await inkling.steer({ wish, about: "category", name });
      if (reason !== "ok") throw new Error(`no wish: ${message}`);
      await list(inkling);
    }
  });
}

async function rankAfterEach(inkling: Inkling, events: readonly ShopEvent[]): Promise<void> {
  for (const event of events) {
    await track(inkling, event);
    await list(inkling);
  }
}

/** Asks again where the answer is late, as on a machine with much else to do: what counts is how long each slice takes. */
async function list(inkling: Inkling, request: RankRequest = {}): Promise<void> {
  const { items, reason, message } = await inkling.rank({ n: LIST, ...request });
  if (reason === "timeout") return list(inkling, request);
  if (items.length === 0) throw new Error(`an empty list: ${reason} ${message ?? ""}`);
}

async function within<T>(work: Work, run: () => Promise<T>): Promise<T> {
  performance.mark(`${work} from`);
  const value = await run();
  performance.mark(`${work} to`);
  return value;
}
