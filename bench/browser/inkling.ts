import type { ShopEvent } from "../../src/core/event/event.ts";
import type { Inkling } from "../../src/page/api.ts";

const PACKAGE = "/dist/index.js";
const LOAD_LIMIT_MS = 60_000;

/** The built package, as a page gets it, with its catalogue loaded. Throws when there is none within a minute. */
export async function startInkling(catalog: string): Promise<Inkling> {
  // The module at this address is built from this source.
  const { createInkling } = (await import(PACKAGE)) as typeof import("../../src/index.ts");
  const inkling = await createInkling({ catalog });
  await inkling.ready;
  const giveUpAt = performance.now() + LOAD_LIMIT_MS;
  for (;;) {
    const { engine, message } = await inkling.status();
    if (engine?.catalogue.state === "ready" && engine.storage.state === "indexeddb") return inkling;
    if (performance.now() > giveUpAt) throw new Error(`no catalogue or no store: ${message} ${JSON.stringify(engine)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Through the page's own door; throws unless the event is durable. */
export async function track(inkling: Inkling, { kind, item }: ShopEvent): Promise<void> {
  const reply = await inkling.track(kind === "cart" ? "add_to_cart" : "view_item", { item_id: item });
  if (reply.stored !== 1) throw new Error(`an event was not stored: ${reply.reason} ${reply.message ?? ""}`);
}

/** Milliseconds of one piece of work. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
