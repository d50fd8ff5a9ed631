import { type Remote, wrap } from "comlink";
import type { ShopEvent } from "../../src/core/event/event.ts";
import type { Inkling } from "../../src/page/api.ts";
import type { EngineBench } from "./engine.worker.ts";
import type { IdbBench } from "./idb.worker.ts";
import { startInkling, timed, track } from "./inkling.ts";

const WARM_ROUNDS = 1;

/** Events a second, one value a round. */
export interface EventRates {
  /** `inkling.track` from the page, answered once durable. */
  readonly inkling: number[];
  /** idb in a worker: each event in a transaction of its own, and each burst in one. */
  readonly rawEach: number[];
  readonly rawTogether: number[];
}

interface Sides {
  readonly inkling: Inkling;
  readonly idb: Remote<IdbBench>;
  readonly events: readonly ShopEvent[];
}

/** Rounds of `count` events in bursts of `burst`, the three parties taking turns. Every round begins with empty stores. */
export async function measureEvents(
  catalog: string,
  burst: number,
  count: number,
  rounds: number,
): Promise<EventRates> {
  const engine = wrap<EngineBench>(new Worker("/bench/engine.worker.js", { type: "module" }));
  const idb = wrap<IdbBench>(new Worker("/bench/idb.worker.js", { type: "module" }));
  const visit = await engine.open(new URL(catalog, location.href).href, count);
  // Each of a product of its own: the same act on the same product in one millisecond would be one event.
  const events = visit.map((event, at) => ({ ...event, item: `${event.item}-${at}` }));
  const sides: Sides = { inkling: await startInkling(catalog), idb, events };
  for (let round = 0; round < WARM_ROUNDS; round++) await oneRound(sides, burst);
  const rates: EventRates = { inkling: [], rawEach: [], rawTogether: [] };
  for (let round = 0; round < rounds; round++) {
    const ms = await oneRound(sides, burst);
    rates.inkling.push((1_000 * count) / ms.inkling);
    rates.rawEach.push((1_000 * count) / ms.each);
    rates.rawTogether.push((1_000 * count) / ms.together);
  }
  sides.inkling.destroy();
  return rates;
}

async function oneRound({ inkling, idb, events }: Sides, burst: number) {
  await inkling.erase();
  await idb.clear();
  const ours = await timed(async () => {
    for (let at = 0; at < events.length; at += burst)
      await Promise.all(events.slice(at, at + burst).map((event) => track(inkling, event)));
  });
  return { inkling: ours, each: await idb.putEach(events, burst), together: await idb.putTogether(events, burst) };
}
